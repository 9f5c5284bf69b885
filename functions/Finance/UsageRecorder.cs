using TwistedThreads.Commerce.Finance;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Finance;

/// <summary>How often the meter's readings are stored: each time costs something where writes are billed.</summary>
public sealed record UsagePace(TimeSpan Pause);

/// <summary>Writes the meter's readings into the usage container: one running total a process and day, and what each
/// order caused. Every process has its own meter, so this is no timer function.
/// A crash loses what was read since the last pause.</summary>
public sealed partial class UsageRecorder(
    IDocuments documents,
    UsageMeter meter,
    UsagePace pace,
    IIdSource ids,
    TimeProvider clock,
    ILogger<UsageRecorder> log)
    : BackgroundService
{
    public const string ProcessKind = "process";
    public const string OrderKind = "order-usage";
    private const int OrdersPerBatch = 50;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _process = ids.New("prc_");
    private string _day = string.Empty;
    private UsageDay _total = UsageDay.Empty;

    public static DocumentContainer Container { get; } = new("usage", "day") { IsConfirmed = false };

    public static string DayOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static string OrderPrefix(OrderId order) => $"{order}|";

    /// <summary>Empties the meter into the store. Called now and then, and before costs are shown.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var reading = meter.Drain();
            var today = DayOf(clock.GetUtcNow());
            if (_day != today)
            {
                (_day, _total) = (today, UsageDay.Empty);
            }

            if (reading.Functions.Count > 0 || reading.ActiveMs.Values.Any(active => active > 0))
            {
                _total += new UsageDay(reading.Functions, reading.ActiveMs, reading.Groups);
                await documents.CommitAsync(
                    Container.Name, _day, [DocumentOperation.Put(_process, ProcessKind, _total, Kept)], cancellation);
            }

            foreach (var orders in reading.Subjects.Chunk(OrdersPerBatch))
            {
                await documents.CommitAsync(
                    Container.Name,
                    _day,
                    [
                        .. orders.Select(order => DocumentOperation.New(
                            ids.New($"{order.Key}|"), OrderKind, new OrderUsage(order.Value), Kept)),
                    ],
                    cancellation);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(pace.Pause);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await FlushAsync(stoppingToken);
                }
                catch (DocumentsException fault)
                {
                    LogFault(fault);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await FlushAsync(CancellationToken.None);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A reading of the usage meter could not be stored and is lost")]
    private partial void LogFault(Exception fault);
}

/// <summary>What one order caused, by function.</summary>
public sealed record OrderUsage(IReadOnlyDictionary<string, UsageCounts> Functions);
