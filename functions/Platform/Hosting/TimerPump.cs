using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Plays the timer trigger in the embedded home: NCRONTAB schedules in UTC, remembered on disk. However many
/// occurrences were missed, a timer runs once for them, and is told that it is late.</summary>
public sealed partial class TimerPump(
    FunctionIndex index, FunctionInvoker invoker, SqliteFile file, TimeProvider clock, ILogger<TimerPump> log)
    : BackgroundService
{
    // Real time, not the shop's: a development clock that jumps is noticed at the next look.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public static IEnumerable<string> Schema =>
    [
        "CREATE TABLE IF NOT EXISTS timers (function TEXT PRIMARY KEY, last INTEGER NOT NULL, next INTEGER NOT NULL)",
    ];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        index.With<TimerTriggerAttribute>().Select(function => Task.Run(
            () => PumpAsync(function.Function, NCrontab.Parse(index.Resolve(function.Trigger.Schedule)), stoppingToken),
            stoppingToken)));

    private async Task PumpAsync(FunctionDescriptor function, NCrontab schedule, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var (last, next) = Load(function.Name) ?? (now, schedule.NextAfter(now));
        if (next != schedule.NextAfter(last))
        {
            // The schedule was changed meanwhile; what the old one still had in store is void, as on the platform.
            next = schedule.NextAfter(now);
        }

        await SaveAsync(function.Name, last, next);
        using var ticks = new PeriodicTimer(Look);
        do
        {
            now = clock.GetUtcNow();
            if (next is null || now < next)
            {
                continue;
            }

            var status = new ScheduleStatus { Last = last, Next = next.Value, LastUpdated = last };
            await OutliveAsync(function.Name, () => RunAsync(function, status, stopping), stopping);
            (last, next) = (now, schedule.NextAfter(now));
            await OutliveAsync(function.Name, () => SaveAsync(function.Name, last, next), stopping);
        }
        while (await ticks.WaitForNextTickAsync(stopping));
    }

    private Task RunAsync(FunctionDescriptor function, ScheduleStatus status, CancellationToken stopping)
    {
        var timer = new TimerInfo { ScheduleStatus = status, IsPastDue = clock.GetUtcNow() - status.Next > Grace };
        return invoker.InvokeAsync(function.Name, Envelope.OfTimer(function.Triggered.Name!, timer), stopping);
    }

    private async Task OutliveAsync(string function, Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)
        {
            LogFault(fault, function);
        }
    }

    private (DateTimeOffset Last, DateTimeOffset? Next)? Load(string function)
    {
        var rows = file.Read(session => session.Query(
            "SELECT last, next FROM timers WHERE function = $0",
            static row => (row.GetInt64(0), row.GetInt64(1)), function));
        return rows is [var (last, next)]
            ? (DateTimeOffset.FromUnixTimeMilliseconds(last), DateTimeOffset.FromUnixTimeMilliseconds(next))
            : null;
    }

    private Task<int> SaveAsync(string function, DateTimeOffset last, DateTimeOffset? next) => file.WriteAsync(
        session => WriteVerdict.Keep(session.Execute(
            """
            INSERT INTO timers VALUES ($0, $1, $2)
            ON CONFLICT (function) DO UPDATE SET last = excluded.last, next = excluded.next
            """,
            function, last.ToUnixTimeMilliseconds(), (next ?? DateTimeOffset.MaxValue).ToUnixTimeMilliseconds())),
        CancellationToken.None);

    [LoggerMessage(LogLevel.Error, "Timer {Function} failed; its next occurrence will run")]
    private partial void LogFault(Exception fault, string function);
}
