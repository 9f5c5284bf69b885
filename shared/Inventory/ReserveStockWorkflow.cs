using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Pieces wanted of one SKU.</summary>
public sealed record StockWish(Sku Sku, int Quantity);

/// <summary>Holds pieces for an order at checkout, and lets them go again. Never more than there are, at any
/// concurrency: the last word has the condition that the store checks while it writes.</summary>
public sealed class ReserveStockWorkflow(IStockLedger ledger, Locations locations)
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
            await ReleaseAsync(order, reservation.Sku, "release", now, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Gives back one SKU's hold, for the given reason. Safe to repeat.</summary>
    public async Task ReleaseAsync(
        OrderId order, Sku sku, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var found = await ledger.FindReservationAsync(sku, order, cancellation).ConfigureAwait(false);
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

        throw new TimeoutException($"The reservation of {order} for {sku} kept changing.");
    }

    // Summed first: two lines of one SKU must not each be checked against the same pieces.
    private static IEnumerable<StockWish> PerSku(IEnumerable<StockWish> wishes) => wishes
        .GroupBy(wish => wish.Sku)
        .Select(group => new StockWish(group.Key, group.Sum(wish => wish.Quantity)))
        .OrderBy(wish => wish.Sku.Value, StringComparer.Ordinal);

    private async Task<Result<(Reservation? Reservation, int Available)>> ReserveAsync(
        OrderId order, StockWish wish, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var all = await ledger.LevelsAsync(wish.Sku, cancellation).ConfigureAwait(false);
            var levels = all.Where(level => locations.IsMovedIn(level.Location)).ToList();
            var holds = ReservationPlan.For(levels, wish.Quantity, locations.IsWarehouse);
            if (holds is null)
            {
                // A repeat of a checkout that took the last pieces finds its own reservation, not an empty shelf.
                var own = await ledger.FindReservationAsync(wish.Sku, order, cancellation).ConfigureAwait(false);
                return own is { Value.IsReleased: false }
                    ? (own.Value, 0)
                    : (null, levels.Sum(level => level.AvailableTo(Channel.Web)));
            }

            var reservation = new Reservation(order, wish.Sku, expiresAt, holds);
            var outcome = await ledger
                .ReserveAsync(reservation, ReservationPlan.Book(reservation, now), cancellation).ConfigureAwait(false);
            if (outcome == BookingOutcome.Booked)
            {
                return (reservation, 0);
            }

            if (outcome == BookingOutcome.AlreadyReserved)
            {
                var own = await ledger.FindReservationAsync(wish.Sku, order, cancellation).ConfigureAwait(false);
                return own is { Value.IsReleased: false } ? (own.Value, 0) : StockRefusal.Released(order);
            }
        }

        throw new TimeoutException($"The stock of {wish.Sku} kept changing.");
    }
}
