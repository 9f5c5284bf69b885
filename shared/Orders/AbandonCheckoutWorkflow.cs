using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;

namespace TwistedThreads.Commerce.Orders;

/// <summary>Undoes an attempt that came to nothing: first it makes sure that the order can never be placed, then it
/// gives back stock and money and reopens the cart. Safe to repeat and to race with the attempt itself.</summary>
public sealed class AbandonCheckoutWorkflow(
    ICarts carts,
    IOrders orders,
    IStockLedger ledger,
    ReserveStockWorkflow stock,
    ClaimHoldWorkflow claims,
    IPayments payments)
{
    /// <returns>The order, when the attempt did place it after all; null when it is undone.</returns>
    public async Task<Order?> RunAsync(VersionedCart held, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (held.Value.Attempt is not { } attempt)
        {
            return null;
        }

        if (!await orders.GiveUpAsync(attempt.Order, now, cancellation).ConfigureAwait(false)
            && await orders.FindAsync(attempt.Order, cancellation).ConfigureAwait(false) is { } placed)
        {
            await carts.ReplaceAsync(held, held.Value.Ordered(), cancellation).ConfigureAwait(false);
            return placed.Value;
        }

        foreach (var sku in held.Value.Lines.Select(line => line.Sku).Distinct())
        {
            await stock.ReleaseAsync(attempt.Order, sku, "release", now, cancellation).ConfigureAwait(false);
        }

        await payments.VoidAsync(attempt.Order, cancellation).ConfigureAwait(false);
        await carts.ReplaceAsync(held, held.Value.Reopened(), cancellation).ConfigureAwait(false);
        return null;
    }

    /// <summary>Undoes the attempts whose process is gone.</summary>
    /// <returns>How many carts were looked after.</returns>
    /// <exception cref="AggregateException">Some could not be undone; all others were.</exception>
    public async Task<int> SweepCartsAsync(DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var stranded = await carts.FindStrandedAsync(now, limit, cancellation).ConfigureAwait(false);
        await ForEachAsync(stranded, cart => RunAsync(cart, now, cancellation), cancellation).ConfigureAwait(false);
        return stranded.Count;
    }

    /// <summary>Gives back reservations that lapsed without an order. One whose order stands is extended: its
    /// allocation is still on its way.</summary>
    /// <returns>How many reservations were released.</returns>
    /// <exception cref="AggregateException">Some could not be given back; all others were.</exception>
    public async Task<int> SweepReservationsAsync(DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var released = 0;
        var lapsed = await ledger.FindLapsedAsync(now, limit, cancellation).ConfigureAwait(false);
        await ForEachAsync(
            lapsed,
            async reservation =>
                released += await ExpireAsync(reservation, now, cancellation).ConfigureAwait(false) ? 1 : 0,
            cancellation).ConfigureAwait(false);
        return released;
    }

    /// <returns>False when the order stands, and the reservation with it.</returns>
    private async Task<bool> ExpireAsync(
        VersionedReservation lapsed, DateTimeOffset now, CancellationToken cancellation)
    {
        var reservation = lapsed.Value;
        var stands = !await orders.GiveUpAsync(reservation.Order, now, cancellation).ConfigureAwait(false)
            && await orders.FindAsync(reservation.Order, cancellation).ConfigureAwait(false) is not null;
        if (stands)
        {
            if (await claims.SettleAsync(reservation, now, cancellation).ConfigureAwait(false))
            {
                return false;
            }

            var extended = reservation with { ExpiresAt = now + PlaceOrderWorkflow.ReservationLife };
            await ledger.AdvanceAsync(lapsed, new ReservationStep(extended, []), cancellation).ConfigureAwait(false);
            return false;
        }

        await payments.VoidAsync(reservation.Order, cancellation).ConfigureAwait(false);
        await stock.ReleaseAsync(reservation, "expire", now, cancellation).ConfigureAwait(false);
        return true;
    }

    // The oldest comes first at every sweep: one that cannot be undone must not keep all others waiting.
    private static async Task ForEachAsync<T>(
        IEnumerable<T> items, Func<T, Task> undo, CancellationToken cancellation)
    {
        var faults = new List<Exception>();
        foreach (var item in items)
        {
            try
            {
                await undo(item).ConfigureAwait(false);
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count > 0)
        {
            throw new AggregateException("A sweep could not undo all that it found.", faults);
        }
    }
}
