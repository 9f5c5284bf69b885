using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;
using TwistedThreads.Simulators.Host;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>A queue of a test.</summary>
internal sealed class NoteFeed : IMessageFeed
{
    private readonly ConcurrentQueue<FedMessage> _waiting = [];
    private readonly ConcurrentDictionary<string, FedMessage> _locked = new(StringComparer.Ordinal);
    private int _tokens;

    public ConcurrentQueue<string> Completed { get; } = [];

    public ConcurrentQueue<string> Abandoned { get; } = [];

    public int Locked => _locked.Count;

    public void Send(string id, string text) => _waiting.Enqueue(new FedMessage(id, Encoding.UTF8.GetBytes(text), 0, "")
    {
        EnqueuedTime = new DateTimeOffset(2026, 11, 20, 10, 15, 3, 456, TimeSpan.Zero),
        SequenceNumber = 12,
        SessionId = "A-1",
        ApplicationProperties = new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenant"] = "t1" },
    });

    public FedMessage? TryReceive(string queue)
    {
        if (queue != "notes" || !_waiting.TryDequeue(out var message))
        {
            return null;
        }

        var token = Interlocked.Increment(ref _tokens).ToString(CultureInfo.InvariantCulture);
        return _locked[token] = message with { DeliveryCount = message.DeliveryCount + 1, LockToken = token };
    }

    public bool Complete(string queue, string lockToken)
    {
        if (!_locked.TryRemove(lockToken, out var message))
        {
            return false;
        }

        Completed.Enqueue(message.MessageId);
        return true;
    }

    public bool Abandon(string queue, string lockToken)
    {
        if (!_locked.TryRemove(lockToken, out var message))
        {
            return false;
        }

        Abandoned.Enqueue(message.MessageId);
        _waiting.Enqueue(message);
        return true;
    }

    public bool Renew(string queue, string lockToken) => _locked.ContainsKey(lockToken);
}

/// <summary>A change feed of a test; batches are handed over by hand.</summary>
internal sealed class ThingFeed : IChangeFeedSource, IAsyncDisposable
{
    private ChangeHandler? _handler;

    public ChangeFeedSubscription? Subscription { get; private set; }

    public Task<IAsyncDisposable> SubscribeAsync(
        ChangeFeedSubscription subscription, ChangeHandler handler, CancellationToken cancellation)
    {
        (Subscription, _handler) = (subscription, handler);
        return Task.FromResult<IAsyncDisposable>(this);
    }

    public Task HandOverAsync(params JObject[] documents) => _handler!(documents, CancellationToken.None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
