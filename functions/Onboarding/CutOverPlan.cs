using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Makes the work list of a cut-over, and the first step; what is begun is finished by
/// <see cref="BookMoveIn"/>.</summary>
public sealed class CutOverPlan(FileMapping mapping, MoveInFiles files, TimeProvider clock)
{
    private static readonly Refusal NoArticles = Refusal.Conflict(
        "move-in.no-articles", "The latest file counts no article of ours: there is nothing to book.");

    public static int NextRound(MoveIn moveIn)
    {
        ArgumentNullException.ThrowIfNull(moveIn);
        return (moveIn.Booking?.Round ?? 0) + 1;
    }

    /// <returns>The move-in with its booking begun, taken up or done already.</returns>
    public async Task<Result<(MoveIn After, MoveInStep? Next)>> CutOverAsync(
        MoveIn moveIn, string by, string reason, bool acceptsRejected, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(moveIn);
        switch (moveIn.Status)
        {
            case MoveInStatus.CutOver:
                return (moveIn, null);
            case MoveInStatus.CuttingOver:
                return (moveIn, StepOf(moveIn));
            case not (MoveInStatus.DualRun or MoveInStatus.RolledBack):
                return MoveInRefusal.WrongState(moveIn.Status, "in its dual run or rolled back");
        }

        if (moveIn.Days.Count == 0)
        {
            return MoveInRefusal.NoFile;
        }

        var file = moveIn.Days[^1].File;
        var mapped = await mapping.AgainAsync(moveIn, file, cancellation);
        if (mapped.Counts.Count == 0)
        {
            return NoArticles;
        }

        if (mapped.Tally.Rejected > 0 && !acceptsRejected)
        {
            return MoveInRefusal.RowsRejected(mapped.Tally.Rejected);
        }

        var work = await files.KeepWorkAsync(moveIn.Id, mapped.Counts, cancellation);
        var begun = moveIn with
        {
            Status = MoveInStatus.CuttingOver,
            Booking = new MoveInBooking(
                NextRound(moveIn), false, work, file.TakenAt, mapped.Counts.Count, 0, by),
        };
        return (begun.With(new MoveInDeed("cut-over", by, reason, clock.GetUtcNow())), StepOf(begun));
    }

    /// <returns>The move-in with its roll-back begun, taken up or done already.</returns>
    public Result<(MoveIn After, MoveInStep? Next)> RollBack(MoveIn moveIn, string by, string reason)
    {
        ArgumentNullException.ThrowIfNull(moveIn);
        switch (moveIn.Status)
        {
            case MoveInStatus.RolledBack:
                return (moveIn, null);
            case MoveInStatus.RollingBack:
                return (moveIn, StepOf(moveIn));
            case not MoveInStatus.CutOver:
                return MoveInRefusal.WrongState(moveIn.Status, "cut over");
        }

        var begun = moveIn with
        {
            Status = MoveInStatus.RollingBack,
            Booking = moveIn.Booking! with { IsRollBack = true, Done = 0, By = by },
        };
        return (begun.With(new MoveInDeed("roll-back", by, reason, clock.GetUtcNow())), StepOf(begun));
    }

    private static MoveInStep StepOf(MoveIn moveIn) => new(
        moveIn.Id, moveIn.Booking!.Round, moveIn.Booking.IsRollBack, moveIn.Booking.Done);
}
