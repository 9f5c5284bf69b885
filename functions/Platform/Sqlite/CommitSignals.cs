using System.Collections.Concurrent;

namespace TwistedThreads.Functions.Platform.Sqlite;

/// <summary>Wakes pumps when something they read was committed, so that nothing polls a busy disk.</summary>
public sealed class CommitSignals
{
    private readonly ConcurrentDictionary<string, Signal> _signals = new(StringComparer.Ordinal);

    /// <summary>The signal of one topic, for one listener.</summary>
    public Signal For(string topic, string listener) =>
        _signals.GetOrAdd($"{topic} {listener}", static (_, name) => new Signal(name), topic);

    public void Raise(IReadOnlyCollection<string> topics)
    {
        if (topics.Count == 0)
        {
            return;
        }

        foreach (var signal in _signals.Values)
        {
            if (topics.Contains(signal.Topic))
            {
                signal.Raise();
            }
        }
    }
}

/// <summary>Remembers that something happened until it is waited for.</summary>
public sealed class Signal(string topic)
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public string Topic { get; } = topic;

    public void Raise()
    {
        try
        {
            if (_raised.CurrentCount == 0)
            {
                _raised.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Raised by another thread in between: remembered all the same.
        }
    }

    /// <summary>Waits for the next commit, or for <paramref name="atMost"/>.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _raised.WaitAsync(atMost, cancellation);
}
