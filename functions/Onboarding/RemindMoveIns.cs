using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Looks every morning for days of a dual run for which no file came, and says so.</summary>
public sealed partial class RemindMoveIns(MoveInStore store, TimeProvider clock, ILogger<RemindMoveIns> log)
{
    [Function(nameof(RemindMoveIns))]
    public async Task RunAsync(
        [TimerTrigger("%RemindMoveInsSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await foreach (var document in store.AllAsync(cancellation))
        {
            var moveIn = document.As<MoveIn>();
            var missing = moveIn.DaysWithoutFile(today);
            if (missing.SequenceEqual(moveIn.MissingDays))
            {
                continue;
            }

            // Changed by somebody this very moment: tomorrow is early enough.
            await store.ReplaceAsync(
                new VersionedMoveIn(moveIn, document.ETag), moveIn with { MissingDays = missing }, null, cancellation);
            if (missing.Count > 0)
            {
                LogMissing(moveIn.Id, missing.Count, timer.IsPastDue);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The move-in {MoveIn} lacks the files of {Days} days; late: {Late}")]
    private partial void LogMissing(MoveInId moveIn, int days, bool late);
}
