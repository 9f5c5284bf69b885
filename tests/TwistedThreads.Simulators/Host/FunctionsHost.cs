using System.Security.Cryptography;

namespace TwistedThreads.Simulators.Host;

/// <summary>Plays the Azure Functions host over a published package: it starts the custom handler as the real one does,
/// passes public requests on, and posts invocations for messages, changed documents and timers.</summary>
/// <remarks>One host is one instance in one region; two of them over the same feeds are two. Strict where the real host
/// merely misbehaves later: what it would misread is refused at the start.</remarks>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly FunctionsHostOptions _options;
    private readonly IReadOnlyList<HostedFunction> _functions;
    private readonly HostJson _host;
    private readonly Handler _handler;
    private readonly Invocations _invocations;
    private readonly Proxy _proxy;
    private readonly Dictionary<string, TimerListener> _timers;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _death = new();
    private readonly List<Task> _running = [];
    private readonly List<IAsyncDisposable> _feeds = [];
    private PublicPort? _port;

    private FunctionsHost(FunctionsHostOptions options)
    {
        _options = options;
        _host = HostJson.Read(options);
        _functions = HostedFunction.ReadAll(options);
        _handler = new Handler(options, _host, Console);
        _invocations = new Invocations(_handler, _host);
        _proxy = new Proxy(_handler);
        _timers = Enabled("timerTrigger").ToDictionary(
            timer => timer.Name,
            timer => new TimerListener(timer, _invocations, options.Clock),
            StringComparer.Ordinal);
    }

    /// <summary>The public address.</summary>
    public Uri Address => _port!.Address;

    public IReadOnlyList<HostedFunction> Functions => _functions;

    /// <summary>What the handler wrote.</summary>
    public HandlerConsole Console { get; } = new();

    public PlatformSignIn SignIn => _options.SignIn;

    /// <summary>Every invocation so far that came to an end; requests are none.</summary>
    public IReadOnlyCollection<InvocationOutcome> Outcomes => _invocations.Outcomes;

    /// <summary>How often the handler was started.</summary>
    public int Starts => _handler.Starts;

    public bool HasGivenUp => _handler.HasGivenUp;

    /// <exception cref="FunctionsHostException">The package is wrong, or its handler does not come up.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var host = new FunctionsHost(options);
        try
        {
            await host.OpenAsync(cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address on which the handler listens now; only the host should know it.</summary>
    public async Task<Uri> HandlerAddressAsync(CancellationToken cancellation) =>
        (await _handler.ReadyAsync(cancellation)).Address;

    /// <summary>The handler's present process id, for whoever wants to end it from outside.</summary>
    public async Task<int> HandlerIdAsync(CancellationToken cancellation) =>
        (await _handler.ReadyAsync(cancellation)).Id;

    /// <summary>Runs a timer now, whatever its schedule says.</summary>
    public Task<InvocationOutcome> FireTimerAsync(string function, CancellationToken cancellation) =>
        _timers[function].FireAsync(_options.Clock.GetUtcNow(), cancellation);

    /// <summary>Posts an envelope of the caller's own making.</summary>
    public Task<InvocationOutcome> InvokeAsync(string function, byte[] envelope, CancellationToken cancellation) =>
        _invocations.InvokeAsync(_functions.Single(one => one.Name == function), envelope, cancellation);

    /// <summary>Takes no more from the feeds, lets what is in hand finish, and then kills the handler.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await CloseFeedsAsync();
        await Task.WhenAll(_running);
        await DisposeAsync();
    }

    /// <summary>The region is lost: everything ends at once and nothing is settled.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_death.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await _death.CancelAsync();
        await _handler.DisposeAsync();
        await (_port?.DisposeAsync() ?? ValueTask.CompletedTask);
        await CloseFeedsAsync();
        await Task.WhenAll(_running);
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }

        _proxy.Dispose();
        _invocations.Dispose();
        _stop.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        await _handler.StartAsync(cancellation);
        _port = await PublicPort.OpenAsync(
            _host, _functions, _handler, _proxy, _options.HasSignIn ? SignIn : null, cancellation);
        foreach (var queue in _options.Messages is null ? [] : Enabled("serviceBusTrigger"))
        {
            var listener = new MessageListener(queue, _host, _invocations, _options.Messages!, _options.Clock);
            _running.Add(Task.Run(() => listener.RunAsync(_stop.Token, _death.Token), CancellationToken.None));
        }

        foreach (var timer in _timers.Values.Where(_ => _options.RunsTimers))
        {
            _running.Add(Task.Run(
                () => QuietlyAsync(timer.RunAsync(_stop.Token, _death.Token)), CancellationToken.None));
        }

        var instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        foreach (var feed in _options.Changes is null ? [] : Enabled("cosmosDBTrigger"))
        {
            var listener = new ChangeFeedListener(feed, _invocations, _options.Clock);
            _feeds.Add(await _options.Changes!.SubscribeAsync(
                ChangeFeedSubscription.Of(feed, instance),
                (documents, ending) => HandleAsync(listener, documents, ending),
                cancellation));
        }
    }

    private IEnumerable<HostedFunction> Enabled(string type) =>
        _functions.Where(function => function.Type == type && !function.IsDisabled);

    private async Task HandleAsync(
        ChangeFeedListener listener,
        IReadOnlyList<Newtonsoft.Json.Linq.JObject> documents,
        CancellationToken ending)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, _death.Token);
        await listener.HandleAsync(documents, either.Token);
    }

    private async Task CloseFeedsAsync()
    {
        foreach (var feed in _feeds)
        {
            await feed.DisposeAsync();
        }

        _feeds.Clear();
    }

    // A timer that the end of the host cuts off has nothing more to say.
    private static async Task QuietlyAsync(Task timer)
    {
        try
        {
            await timer;
        }
        catch (Exception end) when (end is OperationCanceledException or FunctionsHostException)
        {
            return;
        }
    }
}
