using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>Moves permits between buckets, and between bucket 0 and the books. A move that was cut off is finished by
/// whoever sees it next.</summary>
public sealed class MovePermitsWorkflow(IDropBuckets buckets)
{
    public async Task<DropPicture> LookAsync(Sku sku, DropMark mark, CancellationToken cancellation) =>
        new(sku, mark, await buckets.ReadAsync(sku, mark, cancellation).ConfigureAwait(false));

    /// <summary>Lets all permits arrive that were seen on their way.</summary>
    /// <returns>Whether there were any: then the picture is an old one.</returns>
    public async Task<bool> CompleteAsync(DropPicture seen, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var flights = seen.Flights;
        foreach (var flight in flights)
        {
            if (flight.To == Bucket.Books)
            {
                await BookAsync(
                    seen, seen.Mark with { Taken = seen.Mark.Taken + flight.Pieces }, "undrop", flight.Pieces, now,
                    cancellation).ConfigureAwait(false);
            }
            else
            {
                await buckets.ReceiveAsync(seen.Mark.Bucket(seen.Sku, flight.To), flight, cancellation)
                    .ConfigureAwait(false);
            }
        }

        return flights.Count > 0;
    }

    /// <summary>Brings free permits of other buckets to one that wants them: from the next in the ring that has any,
    /// half of what it has, so that the next buyer finds some.</summary>
    public async Task GatherAsync(DropPicture seen, int home, int wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var missing = wanted - seen.Buckets[home].Free;
        for (var step = 1; step < seen.Buckets.Count && missing > 0; step++)
        {
            var giver = seen.Buckets[(home + step) % seen.Buckets.Count];
            var pieces = Math.Min(giver.Free, Math.Max(missing, (giver.Free + 1) / 2));
            if (pieces > 0 && await MoveAsync(seen, giver.Number, home, pieces, cancellation).ConfigureAwait(false))
            {
                missing -= pieces;
            }
        }
    }

    /// <summary>Gives free pieces of the books to bucket 0.</summary>
    public Task GiveAsync(DropPicture seen, int pieces, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return BookAsync(
            seen, seen.Mark with { Given = seen.Mark.Given + pieces }, "drop", pieces, now, cancellation);
    }

    /// <summary>Sends free permits back to the books; to be called again, after <see cref="CompleteAsync"/>, until
    /// there are enough.</summary>
    public async Task WithdrawAsync(DropPicture seen, int wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var first = seen.Buckets[0];
        if (first.Free < Math.Min(wanted, seen.Free))
        {
            await GatherAsync(seen, 0, Math.Min(wanted, seen.Free), cancellation).ConfigureAwait(false);
            return;
        }

        await buckets.SendAsync(first.Id, Bucket.Books, Math.Min(wanted, first.Free), cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Levels the buckets, once one has less than half of its share.</summary>
    /// <returns>Whether anything had to be moved.</returns>
    public async Task<bool> SpreadAsync(DropPicture seen, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var share = seen.Free / seen.Buckets.Count;
        if (seen.Buckets.Min(bucket => bucket.Free) * 2 >= share)
        {
            return false;
        }

        var free = seen.Buckets.Select(bucket => bucket.Free).ToArray();
        var giver = 0;
        for (var taker = 0; taker < free.Length; taker++)
        {
            while (free[taker] < share && giver < free.Length)
            {
                var pieces = Math.Min(share - free[taker], free[giver] - share);
                if (pieces <= 0)
                {
                    giver++;
                    continue;
                }

                (free[giver], free[taker]) = (free[giver] - pieces, free[taker] + pieces);
                await MoveAsync(seen, giver, taker, pieces, cancellation).ConfigureAwait(false);
            }
        }

        return true;
    }

    // Both steps at once: the second may be taken by anybody else, and then has been.
    private async Task<bool> MoveAsync(
        DropPicture seen, int from, int to, int pieces, CancellationToken cancellation) =>
        await buckets.SendAsync(seen.Buckets[from].Id, to, pieces, cancellation).ConfigureAwait(false)
        && await buckets.ReceiveAsync(
            seen.Buckets[to].Id, new Flight(from, to, pieces, seen.Buckets[to].ReceivedFrom(from)), cancellation)
            .ConfigureAwait(false);

    private Task<bool> BookAsync(
        DropPicture seen, DropMark after, string reason, int pieces, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var isGiven = after.Given > seen.Mark.Given;
        var cause = $"{seen.Mark.Bucket(seen.Sku, 0).Drop}.{reason}.{after.Given + after.Taken}";
        var movement = new Movement(
            Movement.IdOf(now, cause), after.Location,
            isGiven ? StockState.Free : StockState.Escrow, isGiven ? StockState.Escrow : StockState.Free, pieces,
            reason, seen.Mark.Bucket(seen.Sku, 0).Drop, "inventory", now);
        return buckets.MarkAsync(seen.Sku, seen.Mark, after, [movement], [], cancellation);
    }
}
