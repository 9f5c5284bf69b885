namespace TwistedThreads.Simulators.Host;

/// <summary>The custom handler over all its lives: started again when it ends, given up when it crashes three
/// times.</summary>
/// <remarks>Azure/azure-functions-host: HttpFunctionInvocationDispatcher. Ends that count as no crash: 0 (since January
/// 2026), 200, and 143 (since August 2026).</remarks>
internal sealed class Handler(FunctionsHostOptions options, HostJson host, HandlerConsole console) : IAsyncDisposable
{
    private const int CrashesAllowed = 3;
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan InvocationPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);
    private static readonly int[] OrderlyEnds = [0, 143, 200];

    private readonly CancellationTokenSource _stop = new();
    private readonly List<DateTimeOffset> _crashes = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource<HandlerProcess> _ready = New();
    private HandlerProcess? _present;
    private Task _life = Task.CompletedTask;

    /// <summary>Processes started so far.</summary>
    public int Starts { get; private set; }

    /// <summary>Whether the host has stopped for good.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>Starts the first process and waits until it listens.</summary>
    /// <exception cref="FunctionsHostException">It never does.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var first = HandlerProcess.Start(options, host, console);
        _life = LiveAsync(first);
        await Task.WhenAny(_ready.Task, _life).WaitAsync(cancellation);
        if (!_ready.Task.IsCompletedSuccessfully)
        {
            throw new FunctionsHostException($"Exceeded http worker restart retry count.\n{console}");
        }
    }

    /// <summary>The process, as soon as there is one that listens.</summary>
    /// <exception cref="FunctionsHostException">There will be none.</exception>
    public async Task<HandlerProcess> ReadyAsync(CancellationToken cancellation)
    {
        Task<HandlerProcess> ready;
        lock (_gate)
        {
            ready = _ready.Task;
        }

        try
        {
            return await ready.WaitAsync(InvocationPatience, cancellation);
        }
        catch (TimeoutException)
        {
            throw new FunctionsHostException("Initialization timed out and host is shutting down.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _present?.Kill();
        await _life;
        _stop.Dispose();
    }

    private static TaskCompletionSource<HandlerProcess> New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task LiveAsync(HandlerProcess first)
    {
        for (var process = first; ; process = HandlerProcess.Start(options, host, console))
        {
            var isOrderly = await LiveOnceAsync(process);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            if (!isOrderly && IsOneTooMany())
            {
                HasGivenUp = true;
                _ready.TrySetException(new FunctionsHostException($"The host has stopped.\n{console}"));
                _ = _ready.Task.Exception;
                return;
            }

            await Task.Delay(Breath, CancellationToken.None);
        }
    }

    /// <returns>Whether its end was no crash.</returns>
    private async Task<bool> LiveOnceAsync(HandlerProcess process)
    {
        Starts++;
        _present = process;
        if (_stop.IsCancellationRequested)
        {
            process.Kill();
        }

        var listened = await process.ListensAsync(host.InitializationTimeout);
        if (listened)
        {
            _ready.TrySetResult(process);
        }
        else
        {
            process.Kill();
        }

        var code = await process.EndAsync();
        Renew();
        process.Dispose();
        return listened && (process.IsKilledByHost || OrderlyEnds.Contains(code));
    }

    private void Renew()
    {
        lock (_gate)
        {
            if (_ready.Task.IsCompleted)
            {
                _ready = New();
            }
        }
    }

    private bool IsOneTooMany()
    {
        var now = options.Clock.GetUtcNow();
        if (_crashes.Count > 0 && now - _crashes[^1] > Forgotten)
        {
            _crashes.Clear();
        }

        _crashes.Add(now);
        return _crashes.Count >= CrashesAllowed;
    }
}
