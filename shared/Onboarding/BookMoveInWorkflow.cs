using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Onboarding.Mapping;

namespace TwistedThreads.Commerce.Onboarding;

/// <summary>Does one portion of a cut-over or a roll-back and asks for the next. Every write may be the last before the
/// process dies: counts and withdrawals are booked once by their ids, progress is written after them, and the next step
/// is asked for in the same batch as the progress.</summary>
public sealed class BookMoveInWorkflow(
    IMoveIns moveIns, IMovedInFlags flags, ApplyStockEventWorkflow apply, ReverseStockEventWorkflow reverse)
{
    private const int Attempts = 20;

    /// <summary>Reason of the movements that a roll-back books.</summary>
    public const string RolledBack = "move-in-rolled-back";

    /// <summary>Articles of one step: few enough to be booked while one message is held.</summary>
    public int Portion { get; init; } = 50;

    /// <exception cref="TimeoutException">Others kept changing the move-in or the books; do the step again.</exception>
    public async Task RunAsync(MoveInStep step, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(step);
        var found = await moveIns.FindAsync(step.MoveIn, cancellation).ConfigureAwait(false);
        if (found is null || !IsDue(found.Value, step))
        {
            return;
        }

        var (moveIn, booking) = (found.Value, found.Value.Booking!);
        var work = await moveIns.WorkAsync(moveIn.Id, booking.Work, cancellation).ConfigureAwait(false);
        if (step is { IsRollBack: true, From: 0 })
        {
            // First: nothing more is promised of what is about to be withdrawn.
            await SwitchAsync(moveIn, booking, isMovedIn: false, now, cancellation).ConfigureAwait(false);
        }

        foreach (var count in work.Skip(step.From).Take(Portion))
        {
            await BookAsync(moveIn, booking, count, now, cancellation).ConfigureAwait(false);
        }

        var done = Math.Min(work.Count, step.From + Portion);
        if (!step.IsRollBack && done == work.Count)
        {
            // Last: nothing is promised before all is counted.
            await SwitchAsync(moveIn, booking, isMovedIn: true, now, cancellation).ConfigureAwait(false);
        }

        await ProgressAsync(found, step, done, now, cancellation).ConfigureAwait(false);
    }

    private static bool IsDue(MoveIn moveIn, MoveInStep step) =>
        moveIn.Status is MoveInStatus.CuttingOver or MoveInStatus.RollingBack
        && moveIn.Booking is { } booking
        && (booking.Round, booking.IsRollBack, booking.Done) == (step.Round, step.IsRollBack, step.From);

    private Task SwitchAsync(
        MoveIn moveIn, MoveInBooking booking, bool isMovedIn, DateTimeOffset now, CancellationToken cancellation) =>
        flags.SetAsync(moveIn.Location, isMovedIn, moveIn.Id, booking.By, now, cancellation);

    private async Task BookAsync(
        MoveIn moveIn, MoveInBooking booking, SkuCount count, DateTimeOffset now, CancellationToken cancellation)
    {
        var happened = moveIn.CountOf(count, booking.Round, booking.CountedAt, booking.By);
        if (booking.IsRollBack)
        {
            await reverse.RunAsync(count.Sku, happened.Cause, booking.By, RolledBack, now, cancellation)
                .ConfigureAwait(false);
        }
        else
        {
            await apply.RunAsync(happened, now, cancellation).ConfigureAwait(false);
        }
    }

    private async Task ProgressAsync(
        VersionedMoveIn found, MoveInStep step, int done, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (!IsDue(found.Value, step))
            {
                return;
            }

            var after = Progressed(found.Value, done, now);
            var next = after.Booking!.IsFinished ? null : step with { From = done };
            if (await moveIns.ReplaceAsync(found, after, next, cancellation).ConfigureAwait(false))
            {
                return;
            }

            found = (await moveIns.FindAsync(step.MoveIn, cancellation).ConfigureAwait(false))!;
        }

        throw new TimeoutException($"The move-in {step.MoveIn} kept changing.");
    }

    private static MoveIn Progressed(MoveIn moveIn, int done, DateTimeOffset now)
    {
        var booking = moveIn.Booking! with { Done = done };
        var after = moveIn with { Booking = booking };
        return !booking.IsFinished ? after
            : booking.IsRollBack
                ? (after with { Status = MoveInStatus.RolledBack })
                    .With(new MoveInDeed("roll-back-done", booking.By, null, now))
            : (after with { Status = MoveInStatus.CutOver })
                .With(new MoveInDeed("cut-over-done", booking.By, null, now));
    }
}
