using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Inventory;

namespace TwistedThreads.Commerce.Orders;

/// <summary>Undoes an attempt that came to nothing: first it makes sure that the order can never be placed, then it
/// gives back stock and money and reopens the cart. Safe to repeat and to race with the attempt itself.</summary>
public sealed class AbandonCheckoutWorkflow(
    ICarts carts, IOrders orders, IStockLedger ledger, ReserveStockWorkflow stock, IPayments payments)
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
    public async Task<int> SweepCartsAsync(DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var stranded = await carts.FindStrandedAsync(now, limit, cancellation).ConfigureAwait(false);
        foreach (var cart in stranded)
        {
            await RunAsync(cart, now, cancellation).ConfigureAwait(false);
        }

        return stranded.Count;
    }

    /// <summary>Gives back reservations that lapsed without an order. One whose order stands is extended: its
    /// allocation is still on its way.</summary>
    /// <returns>How many reservations were released.</returns>
    public async Task<int> SweepReservationsAsync(DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var released = 0;
        foreach (var lapsed in await ledger.FindLapsedAsync(now, limit, cancellation).ConfigureAwait(false))
        {
            var reservation = lapsed.Value;
            var stands = !await orders.GiveUpAsync(reservation.Order, now, cancellation).ConfigureAwait(false)
                && await orders.FindAsync(reservation.Order, cancellation).ConfigureAwait(false) is not null;
            if (stands)
            {
                var extended = reservation with { ExpiresAt = now + PlaceOrderWorkflow.ReservationLife };
                await ledger.AdvanceAsync(lapsed, new ReservationStep(extended, []), cancellation)
                    .ConfigureAwait(false);
                continue;
            }

            await payments.VoidAsync(reservation.Order, cancellation).ConfigureAwait(false);
            await stock.ReleaseAsync(reservation.Order, reservation.Sku, "expire", now, cancellation)
                .ConfigureAwait(false);
            released++;
        }

        return released;
    }
}
