using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Simulators.Host;

/// <summary>Plays the timer trigger of one function. Occurrences never overlap; one that fails is repeated as the retry
/// policy says, and then given up.</summary>
internal sealed class TimerListener(HostedFunction function, Invocations invocations, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly NCrontab _schedule = NCrontab.Parse(function.Text("schedule"));
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset _last = clock.GetUtcNow();

    public async Task RunAsync(CancellationToken stopping, CancellationToken dead)
    {
        if (function.Flag("runOnStartup", false))
        {
            await FireAsync(clock.GetUtcNow(), dead);
        }

        var next = _schedule.NextAfter(clock.GetUtcNow());
        while (!stopping.IsCancellationRequested)
        {
            if (next is { } due && clock.GetUtcNow() >= due)
            {
                await FireAsync(due, dead);
                next = _schedule.NextAfter(clock.GetUtcNow());
            }

            await Task.Delay(Look, CancellationToken.None);
        }
    }

    public async Task<InvocationOutcome> FireAsync(DateTimeOffset due, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await InvokeAsync(due, cancellation);
        }
        finally
        {
            _last = clock.GetUtcNow();
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<InvocationOutcome> InvokeAsync(DateTimeOffset due, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            var now = clock.GetUtcNow();
            var envelope = Envelopes.OfTimer(function, Status(due), now - due > Grace, retry, now);
            var outcome = await invocations.InvokeAsync(function, envelope, cancellation);
            if (outcome.IsSuccess || function.Retry is not { } policy || !policy.Allows(retry + 1))
            {
                return outcome;
            }

            await Task.Delay(policy.PauseBefore(retry + 1), cancellation);
        }
    }

    // A schedule that comes round within the minute is not remembered.
    private TimerStatus? Status(DateTimeOffset due) =>
        function.Flag("useMonitor", true) && _schedule.NextAfter(due) - due >= TimeSpan.FromMinutes(1)
            ? new TimerStatus(_last, due, _last)
            : null;
}
