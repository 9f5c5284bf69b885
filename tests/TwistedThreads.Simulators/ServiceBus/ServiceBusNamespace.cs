using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using TwistedThreads.Simulators.Identity;
using TwistedThreads.Simulators.Tls;

namespace TwistedThreads.Simulators.ServiceBus;

/// <summary>Plays a Service Bus namespace: the HTTPS data plane for senders and receivers, and peek-lock in process for
/// whoever plays a trigger. What was taken outlives every trouble; only the way to it is lost.</summary>
/// <remarks>Source: Azure Service Bus REST runtime API. Tokens are for <c>https://servicebus.azure.net</c>; who may not
/// send is told 401, as by the service.</remarks>
public sealed class ServiceBusNamespace : IAsyncDisposable
{
    private const string Resource = "https://servicebus.azure.net";
    private readonly ConcurrentDictionary<string, SimulatedQueue> _queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _deleted = new(StringComparer.OrdinalIgnoreCase);
    private readonly NamespaceTrouble _trouble = new();
    private readonly SimulatedTokens _tokens;
    private readonly LoopbackServer _server;
    private int _requests;
    private bool _isOff;

    private ServiceBusNamespace(SimulatedAuthority authority, SimulatedTokens tokens)
    {
        _tokens = tokens;
        _server = new LoopbackServer(AnswerAsync, authority);
    }

    /// <summary>Host and port, as a setting wants it.</summary>
    public string FullyQualifiedNamespace => $"127.0.0.1:{_server.Port}";

    /// <summary>Requests that reached it, failed ones included.</summary>
    public int Requests => _requests;

    /// <summary>Client ids that may use it; null for everybody with a token.</summary>
    public IReadOnlySet<string>? Members { get; set; }

    public static async Task<ServiceBusNamespace> StartAsync(
        SimulatedAuthority authority, SimulatedTokens tokens, TimeProvider clock,
        params IEnumerable<QueueTerms> queues)
    {
        var space = new ServiceBusNamespace(authority, tokens);
        foreach (var terms in queues)
        {
            space._queues[terms.Name] = new SimulatedQueue(terms, clock);
        }

        await space._server.StartAsync();
        return space;
    }

    /// <param name="name">A queue, or a queue with <c>/$deadletterqueue</c>.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SimulatedQueue Queue(string name) => Find(name) ?? throw new KeyNotFoundException($"No queue {name}.");

    /// <summary>Locks the oldest message of a queue for who plays its trigger; null while all is away.</summary>
    public BrokeredMessage? TryReceive(string queue) => IsAway ? null : Queue(queue).TryReceive();

    /// <returns>False when the lock was lost or the namespace is away: the message will come again.</returns>
    public bool Complete(string queue, string lockToken) => !IsAway && Queue(queue).Complete(lockToken);

    public bool Abandon(string queue, string lockToken) => !IsAway && Queue(queue).Abandon(lockToken);

    public bool RenewLock(string queue, string lockToken) => !IsAway && Queue(queue).RenewLock(lockToken);

    /// <summary>Removes a queue with what it holds; its address answers 410.</summary>
    public void Delete(string queue)
    {
        _queues.TryRemove(queue, out _);
        _deleted[queue] = true;
    }

    /// <summary>Refuses connections, as a region that is lost.</summary>
    public async Task RefuseAsync()
    {
        _isOff = true;
        await _server.StopAsync();
    }

    /// <summary>Takes connections and answers nobody.</summary>
    public void Hang() => _trouble.Hang();

    /// <summary>Answers the next requests with 429.</summary>
    public void Throttle(int times, TimeSpan? retryAfter = null) => _trouble.Refuse(
        new Refused(429, "The request was throttled.") { RetryAfter = retryAfter ?? TimeSpan.Zero }, times);

    /// <summary>Answers the next requests with a status of the caller's choice.</summary>
    public void Fail(int status, int times) => _trouble.Refuse(new Refused(status, "Something is wrong."), times);

    /// <summary>Takes the messages of the next requests and yet answers 500, or cuts the connection.</summary>
    public void AcceptThenFail(int times, bool cuts = false) => _trouble.AcceptThenFail(times, cuts);

    /// <summary>Ends all trouble; the address is the same.</summary>
    public async Task RestoreAsync()
    {
        _trouble.Clear();
        await _server.StartAsync();
        _isOff = false;
    }

    public async ValueTask DisposeAsync()
    {
        _trouble.Clear();
        await _server.DisposeAsync();
    }

    private bool IsAway => _isOff || _trouble.IsHanging;

    private SimulatedQueue? Find(string name) =>
        name.EndsWith(SimulatedQueue.DeadLetterSuffix, StringComparison.OrdinalIgnoreCase)
            ? _queues.GetValueOrDefault(name[..^SimulatedQueue.DeadLetterSuffix.Length])?.DeadLetters
            : _queues.GetValueOrDefault(name);

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        try
        {
            await _trouble.WaitAsync(context.RequestAborted);
            if ((_trouble.Next() ?? Unauthorised(context.Request)) is { } refused)
            {
                await refused.AnswerAsync(context);
                return;
            }

            await RouteAsync(context);
        }
        catch (FormatException fault)
        {
            await new Refused(StatusCodes.Status400BadRequest, fault.Message).AnswerAsync(context);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private Refused? Unauthorised(HttpRequest request)
    {
        var bearer = request.Headers.Authorization.ToString();
        return _tokens.Verify(bearer.StartsWith("Bearer ", StringComparison.Ordinal) ? bearer[7..] : null) switch
        {
            null => new Refused(401, "InvalidToken: the token is missing, malformed or expired."),
            { Resource: not Resource } => new Refused(401, "InvalidAudience: the token is for another service."),
            var grant when Members?.Contains(grant.ClientId) == false =>
                new Refused(401, "Unauthorized access. 'Send' claim(s) are required to perform this operation."),
            _ => null,
        };
    }

    // Who is let in is asked first: a stranger does not learn which queues there are.
    private async Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Trim('/');
        var split = path.IndexOf("/messages", StringComparison.OrdinalIgnoreCase);
        var name = split < 0 ? path : path[..split];
        if (split < 0 || Find(name) is not { } queue)
        {
            await new Refused(
                _deleted.ContainsKey(name) ? 410 : 404, $"The messaging entity '{name}' could not be found.")
                .AnswerAsync(context);
            return;
        }

        var rest = path[(split + "/messages".Length)..].Trim('/');
        if (rest.Length > 0)
        {
            await ReceiveRoutes.AnswerAsync(context, queue, rest);
            return;
        }

        await TakeAsync(context, queue);
    }

    private async Task TakeAsync(HttpContext context, SimulatedQueue queue)
    {
        var drafts = await SendReading.ReadAsync(context.Request);
        var refused = queue == queue.DeadLetters ? new Refused(400, "Nobody sends to a dead-letter queue.")
            : drafts.Count > QueueTerms.MaxBatch ? new Refused(400, "Too many messages in one request.")
            : queue.Send(drafts);
        if (refused is not null)
        {
            await refused.AnswerAsync(context);
            return;
        }

        var (fails, cuts) = _trouble.AfterAccepting();
        if (cuts)
        {
            context.Abort();
        }
        else if (fails)
        {
            await new Refused(500, "The server was unable to process the request.").AnswerAsync(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
        }
    }
}
