using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Gives back what shops kept for customers who did not come. A bounded batch a tick.</summary>
public sealed partial class ReleaseLapsedHolds(DeskHolds holds, TimeProvider clock, ILogger<ReleaseLapsedHolds> log)
{
    private const int PerTick = 200;

    [Function(nameof(ReleaseLapsedHolds))]
    public async Task RunAsync(
        [TimerTrigger("%ReleaseExpiredReservationsSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        var released = await holds.SweepAsync(clock.GetUtcNow(), PerTick, cancellation);
        if (released > 0)
        {
            LogHolds(released, timer.IsPastDue);
        }
    }

    [LoggerMessage(LogLevel.Information, "Released {Holds} lapsed desk holds; late: {Late}")]
    private partial void LogHolds(int holds, bool late);
}
