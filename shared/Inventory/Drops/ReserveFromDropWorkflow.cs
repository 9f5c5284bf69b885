using System.Collections.Concurrent;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>Holds pieces of a drop for an order: in the order's own bucket, with permits of other buckets where that
/// one is short, with pieces of the books where all buckets are. Says that there is not enough only when at one moment
/// there was not.</summary>
public sealed class ReserveFromDropWorkflow(
    IStockLedger ledger, IDropBuckets buckets, MovePermitsWorkflow moves, Locations locations)
{
    private const int Attempts = 200;
    private const int MostRemembered = 256;

    // Drops in which this process found too little last: there it looks before it tries to write. Only what comes first
    // depends on this, never an answer.
    private readonly ConcurrentDictionary<string, int> _short = new(StringComparer.Ordinal);

    /// <summary>Safe to repeat for the same order. A drop that is closing takes no new hold: its pieces go back to the
    /// books first.</summary>
    public async Task<DropAnswer> ReserveAsync(
        OrderId order, StockWish wish, DropMark mark, DateTimeOffset expiresAt, DateTimeOffset now,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(mark);
        var hold = new Reservation(order, wish.Sku, expiresAt, [Hold.Of(mark.Location, wish.Quantity)])
        {
            Bucket = mark.HomeOf(wish.Sku, order),
        };
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var isTried = attempt > 0 || mark.IsClosing || !IsShort(hold);
            var answer = (isTried ? await HoldAsync(hold, mark, cancellation).ConfigureAwait(false) : null)
                ?? await SearchAsync(hold, mark, now, cancellation).ConfigureAwait(false);
            if (!isTried && (answer?.Available is not null || answer?.Levels is not null))
            {
                // It may be the order itself that holds the last pieces.
                answer = await OwnAsync(hold, cancellation).ConfigureAwait(false) ?? answer;
            }

            if (answer is not null)
            {
                Remember(hold, answer);
                return answer;
            }
        }

        throw new TimeoutException($"The drop of {wish.Sku} kept changing.");
    }

    /// <summary>An order's hold in the drop as it is now.</summary>
    public async Task<VersionedReservation?> FindHoldAsync(Sku sku, OrderId order, CancellationToken cancellation)
    {
        var levels = await ledger.LevelsAsync(sku, cancellation).ConfigureAwait(false);
        return DropMark.Among(levels) is { } mark
            ? await buckets.FindHoldAsync(mark.HomeOf(sku, order), order, cancellation).ConfigureAwait(false)
            : null;
    }

    private async Task<DropAnswer?> HoldAsync(Reservation hold, DropMark mark, CancellationToken cancellation)
    {
        if (!mark.IsClosing)
        {
            switch (await buckets.HoldAsync(hold, cancellation).ConfigureAwait(false))
            {
                case HoldOutcome.Held:
                    return new DropAnswer(Reservation: hold);
                case HoldOutcome.Short:
                    return null;
            }
        }

        return await OwnAsync(hold, cancellation).ConfigureAwait(false);
    }

    private async Task<DropAnswer?> OwnAsync(Reservation hold, CancellationToken cancellation)
    {
        var own = await buckets.FindHoldAsync(hold.Bucket!.Value, hold.Order, cancellation).ConfigureAwait(false);
        return own is null ? null
            : own.Value.IsReleased ? new DropAnswer(Refusal: StockRefusal.Released(hold.Order))
            : new DropAnswer(Reservation: own.Value);
    }

    // The books are read between two looks at the buckets: where these gained nothing meanwhile, both were short at the
    // moment of that reading.
    private async Task<DropAnswer?> SearchAsync(
        Reservation hold, DropMark mark, DateTimeOffset now, CancellationToken cancellation)
    {
        var (sku, wanted) = (hold.Sku, hold.Quantity);
        var seen = await moves.LookAsync(sku, mark, cancellation).ConfigureAwait(false);
        if (!mark.IsClosing && seen.Free >= wanted)
        {
            await moves.GatherAsync(seen, hold.Bucket!.Value.Number, wanted, cancellation).ConfigureAwait(false);
            return null;
        }

        var levels = await ledger.LevelsAsync(sku, cancellation).ConfigureAwait(false);
        var present = DropMark.Among(levels);
        if (!mark.IsSameDrop(present) || present!.IsClosing != mark.IsClosing)
        {
            return DropAnswer.Again;
        }

        seen = seen with { Mark = present };
        if (await moves.CompleteAsync(seen, now, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        if (Plan(levels, wanted) is not null)
        {
            return new DropAnswer(Levels: levels);
        }

        return await RefuseAsync(seen, levels, wanted, cancellation).ConfigureAwait(false);
    }

    // Null when there may be enough after all.
    private async Task<DropAnswer?> RefuseAsync(
        DropPicture seen, IReadOnlyList<StockLevel> levels, int wanted, CancellationToken cancellation)
    {
        if (seen.Free > 0 && Plan(levels.Select(level => WithPermits(level, seen)), wanted) is not null)
        {
            await moves.WithdrawAsync(seen, seen.Free, cancellation).ConfigureAwait(false);
            return null;
        }

        var again = await moves.LookAsync(seen.Sku, seen.Mark, cancellation).ConfigureAwait(false);
        return again.GainedNothingSince(seen)
            ? new DropAnswer(
                Available: levels.Sum(level => WithPermits(level, seen).AvailableTo(Channel.Web)))
            : null;
    }

    private bool IsShort(Reservation hold) =>
        _short.TryGetValue(hold.Bucket!.Value.Drop, out var fewest) && hold.Quantity >= fewest;

    private void Remember(Reservation hold, DropAnswer answer)
    {
        var drop = hold.Bucket!.Value.Drop;
        if (answer.Reservation is not null)
        {
            _short.TryRemove(drop, out _);
        }
        else if (answer.Available is not null && _short.Count < MostRemembered)
        {
            _short[drop] = hold.Quantity;
        }
    }

    private IReadOnlyList<Hold>? Plan(IEnumerable<StockLevel> levels, int wanted) =>
        ReservationPlan.For(levels, wanted, locations.IsWarehouse);

    private static StockLevel WithPermits(StockLevel level, DropPicture seen) =>
        level.Location == seen.Mark.Location ? level with { Free = level.Free + seen.Free } : level;
}
