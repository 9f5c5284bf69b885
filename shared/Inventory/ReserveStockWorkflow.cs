using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Pieces wanted of one SKU.</summary>
public sealed record StockWish(Sku Sku, int Quantity);

/// <summary>Holds pieces for an order at checkout, and lets them go again. Never more than there are, at any
/// concurrency: the last word has the condition that the store checks while it writes.</summary>
public sealed class ReserveStockWorkflow(
    IStockLedger ledger, IDropBuckets buckets, ReserveFromDropWorkflow drops, Locations locations)
{
    private const int Attempts = 100;

    /// <summary>Reserves all wishes or none. Safe to repeat for the same order.</summary>
    /// <returns>The reservations; <c>stock.not-enough</c> with every line that falls short.</returns>
    public async Task<Result<IReadOnlyList<Reservation>>> RunAsync(
        OrderId order,
        IReadOnlyList<StockWish> wishes,
        DateTimeOffset expiresAt,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var reserved = new List<Reservation>();
        var shortages = new List<StockRefusal.Shortage>();
        foreach (var wish in PerSku(wishes))
        {
            var outcome = await ReserveAsync(order, wish, expiresAt, now, cancellation).ConfigureAwait(false);
            if (outcome.Refusal is { } refusal)
            {
                await ReleaseAsync(order, reserved, now, cancellation).ConfigureAwait(false);
                return refusal;
            }

            if (outcome.Value.Reservation is { } reservation)
            {
                reserved.Add(reservation);
            }
            else
            {
                shortages.Add(new StockRefusal.Shortage(wish.Sku, wish.Quantity, outcome.Value.Available));
            }
        }

        if (shortages.Count == 0)
        {
            return reserved;
        }

        await ReleaseAsync(order, reserved, now, cancellation).ConfigureAwait(false);
        return StockRefusal.NotEnough(shortages);
    }

    /// <summary>Gives back what is not yet on a pick list. Safe to repeat.</summary>
    public async Task ReleaseAsync(
        OrderId order, IEnumerable<Reservation> reservations, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var reservation in reservations)
        {
            await ReleaseAsync(reservation, "release", now, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Gives back one SKU's hold, for the given reason. Safe to repeat.</summary>
    public async Task ReleaseAsync(
        OrderId order, Sku sku, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = await ledger.FindReservationAsync(sku, order, cancellation).ConfigureAwait(false)
            ?? await drops.FindHoldAsync(sku, order, cancellation).ConfigureAwait(false);
        if (found is not null)
        {
            await ReleaseAsync(found.Value, reason, now, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Gives back one hold, in the books or in a bucket, as it is by now. Safe to repeat.</summary>
    public async Task ReleaseAsync(
        Reservation reservation, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var found = reservation.Bucket is { } bucket
                ? await buckets.FindHoldAsync(bucket, reservation.Order, cancellation).ConfigureAwait(false)
                : await ledger.FindReservationAsync(reservation.Sku, reservation.Order, cancellation)
                    .ConfigureAwait(false);
            if (found is null || found.Value.IsReleased)
            {
                return;
            }

            var outcome = await ledger
                .AdvanceAsync(found, found.Value.Release(reason, now), cancellation).ConfigureAwait(false);
            if (outcome == BookingOutcome.Booked)
            {
                return;
            }
        }

        throw new TimeoutException($"The reservation of {reservation.Order} for {reservation.Sku} kept changing.");
    }

    // Summed first: two lines of one SKU must not each be checked against the same pieces.
    private static IEnumerable<StockWish> PerSku(IEnumerable<StockWish> wishes) => wishes
        .GroupBy(wish => wish.Sku)
        .Select(group => new StockWish(group.Key, group.Sum(wish => wish.Quantity)))
        .OrderBy(wish => wish.Sku.Value, StringComparer.Ordinal);

    // A shop that is not moved in still sells from its own book: nothing of its stock is promised.
    private List<StockLevel> Promised(IEnumerable<StockLevel> levels) =>
        [.. levels.Where(level => locations.IsMovedIn(level.Location))];

    private async Task<Result<Held>> ReserveAsync(
        OrderId order, StockWish wish, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var levels = Promised(await ledger.LevelsAsync(wish.Sku, cancellation).ConfigureAwait(false));
            if (DropMark.Among(levels) is { } mark && (!mark.IsClosing || Plan(levels, wish) is null))
            {
                var answer = await drops
                    .ReserveAsync(order, wish, mark, expiresAt, now, cancellation).ConfigureAwait(false);
                if (answer.Refusal is not null || answer.Reservation is not null)
                {
                    return answer.Refusal is { } refusal ? refusal : new Held(answer.Reservation, 0);
                }

                if (answer.Available is { } available)
                {
                    return await OwnOrAsync(order, wish.Sku, available, cancellation).ConfigureAwait(false);
                }

                if (answer.Levels is null)
                {
                    continue;
                }

                levels = Promised(answer.Levels);
            }

            if (await TakeAsync(order, wish, levels, expiresAt, now, cancellation).ConfigureAwait(false) is { } taken)
            {
                return taken;
            }
        }

        throw new TimeoutException($"The stock of {wish.Sku} kept changing.");
    }

    // Out of the books themselves; null when they changed meanwhile.
    private async Task<Result<Held>?> TakeAsync(
        OrderId order, StockWish wish, IReadOnlyList<StockLevel> levels, DateTimeOffset expiresAt, DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (Plan(levels, wish) is not { } holds)
        {
            return await OwnOrAsync(
                order, wish.Sku, levels.Sum(level => level.AvailableTo(Channel.Web)), cancellation)
                .ConfigureAwait(false);
        }

        var reservation = new Reservation(order, wish.Sku, expiresAt, holds);
        var outcome = await ledger
            .ReserveAsync(reservation, ReservationPlan.Book(reservation, now), cancellation).ConfigureAwait(false);
        switch (outcome)
        {
            case BookingOutcome.Booked:
                return (Result<Held>)new Held(reservation, 0);
            case BookingOutcome.Changed:
                return null;
        }

        var own = await OwnOrAsync(order, wish.Sku, 0, cancellation).ConfigureAwait(false);
        return own.Reservation is null ? (Result<Held>)StockRefusal.Released(order) : own;
    }

    // A repeat of a checkout that took the last pieces finds its own reservation, not an empty shelf.
    private async Task<Held> OwnOrAsync(OrderId order, Sku sku, int available, CancellationToken cancellation)
    {
        var own = await ledger.FindReservationAsync(sku, order, cancellation).ConfigureAwait(false);
        return own is { Value.IsReleased: false } ? new Held(own.Value, 0) : new Held(null, available);
    }

    private IReadOnlyList<Hold>? Plan(IEnumerable<StockLevel> levels, StockWish wish) =>
        ReservationPlan.For(levels, wish.Quantity, locations.IsWarehouse);

    /// <param name="Available">What could be had, where nothing is held.</param>
    private sealed record Held(Reservation? Reservation, int Available);
}
