using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>Opens, looks after and closes drops. Each call goes on from whatever state it finds, so that a process may
/// die anywhere and the next tick finishes its work.</summary>
public sealed class TendDropWorkflow(IStockLedger ledger, IDropBuckets buckets, MovePermitsWorkflow moves)
{
    private const int Attempts = 100;

    /// <summary>Declares a SKU a drop and gives the buckets all free pieces above the floors. Safe to repeat.</summary>
    public async Task<Result<DropMark>> OpenAsync(
        Sku sku, LocationId location, int count, DateTimeOffset now, CancellationToken cancellation)
    {
        if (count is < DropMark.FewestBuckets or > DropMark.MostBuckets)
        {
            return DropRefusal.Buckets();
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var levels = await ledger.LevelsAsync(sku, cancellation).ConfigureAwait(false);
            if (levels.Count == 0)
            {
                return StockRefusal.Unknown(sku.Value);
            }

            if (DropMark.Among(levels) is { } present)
            {
                if (present.IsClosing || (present.Location, present.Buckets) != (location, count))
                {
                    return present.IsClosing ? DropRefusal.Closing() : DropRefusal.Otherwise(present);
                }

                await TendAsync(sku, now, cancellation).ConfigureAwait(false);
                return present;
            }

            if (levels.FirstOrDefault(level => level.Location == location) is not { } shelf)
            {
                return DropRefusal.NotStocked(sku, location);
            }

            var before = DropMark.At(shelf);
            var others = levels.Select(level => level.Location).Where(other => other != location).ToList();
            await buckets.MarkAsync(sku, before, before.Opened(count), [], others, cancellation).ConfigureAwait(false);
        }

        throw new TimeoutException($"The books of {sku} kept changing.");
    }

    /// <summary>Closes a drop: free permits go back, holds run out or are claimed, then it is over. Safe to
    /// repeat.</summary>
    /// <returns>The mark as it is now; null when there is no drop any more.</returns>
    public async Task<DropMark?> CloseAsync(Sku sku, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var mark = DropMark.Among(await ledger.LevelsAsync(sku, cancellation).ConfigureAwait(false));
            if (mark is null or { IsClosing: true })
            {
                return await TendAsync(sku, now, cancellation).ConfigureAwait(false);
            }

            await buckets.MarkAsync(sku, mark, mark with { IsClosing = true }, [], [], cancellation)
                .ConfigureAwait(false);
        }

        throw new TimeoutException($"The books of {sku} kept changing.");
    }

    /// <summary>Brings a drop into order: buckets made, moves finished, free pieces given, buckets levelled; or all of
    /// it undone where it is closing. What keeps changing is left to the next tick.</summary>
    /// <returns>The mark as it is now; null when there is no drop any more.</returns>
    public async Task<DropMark?> TendAsync(Sku sku, DateTimeOffset now, CancellationToken cancellation)
    {
        DropMark? mark = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var levels = await ledger.LevelsAsync(sku, cancellation).ConfigureAwait(false);
            mark = DropMark.Among(levels);
            if (mark is null)
            {
                return null;
            }

            var level = levels.First(level => level.Location == mark.Location);
            var seen = await moves.LookAsync(sku, mark, cancellation).ConfigureAwait(false);
            var isChanged = await moves.CompleteAsync(seen, now, cancellation).ConfigureAwait(false)
                || await (mark.IsClosing
                    ? UndoAsync(seen, level, cancellation)
                    : FillAsync(seen, level, now, cancellation)).ConfigureAwait(false);
            if (!isChanged)
            {
                return mark;
            }
        }

        return mark;
    }

    private async Task<bool> FillAsync(
        DropPicture seen, StockLevel level, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var bucket in seen.Buckets.Where(bucket => !bucket.IsMade))
        {
            await buckets.MakeAsync(bucket.Id, cancellation).ConfigureAwait(false);
        }

        var spare = level.Free - level.KeptFromWeb;
        if (spare > 0)
        {
            await moves.GiveAsync(seen, spare, now, cancellation).ConfigureAwait(false);
            return true;
        }

        // Pieces that are held were sold over the counter or are lost: what is not yet promised stands in for them.
        if (level.Free < 0 && seen.Free > 0)
        {
            await moves.WithdrawAsync(seen, -level.Free, cancellation).ConfigureAwait(false);
            return true;
        }

        return await moves.SpreadAsync(seen, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> UndoAsync(DropPicture seen, StockLevel level, CancellationToken cancellation)
    {
        if (seen.Free > 0)
        {
            await moves.WithdrawAsync(seen, seen.Free, cancellation).ConfigureAwait(false);
            return true;
        }

        if (seen.Reserved > 0 || level.Escrow > 0)
        {
            return false;
        }

        await buckets.MarkAsync(seen.Sku, seen.Mark, seen.Mark.Ended(), [], [], cancellation).ConfigureAwait(false);
        return true;
    }
}
