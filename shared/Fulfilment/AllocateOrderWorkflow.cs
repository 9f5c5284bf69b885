using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Commerce.Fulfilment;

/// <summary>Puts a placed order on the pick lists of the locations that hold its pieces. Every step is safe to repeat,
/// the last one remembers the event.</summary>
public sealed class AllocateOrderWorkflow(
    IOrders orders, IStockLedger ledger, ClaimHoldWorkflow claims, IShipments shipments)
{
    private const int Attempts = 20;

    /// <exception cref="InvalidOperationException">The order or its reservation is missing: the event came from
    /// nowhere, or the books are damaged. The message is tried again and then parked.</exception>
    public async Task RunAsync(OrderId id, string causedBy, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var order = await orders.FindAsync(id, cancellation).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"Order {id} does not exist.");
            if (order.Value.Status is not (OrderStatus.Paid or OrderStatus.Backordered))
            {
                return;
            }

            var reservations = await AllocateStockAsync(order.Value, now, cancellation).ConfigureAwait(false);
            var parts = Split(order.Value, reservations);
            await shipments.CreateAsync(parts, cancellation).ConfigureAwait(false);
            var allocated = order.Value.Allocated([.. parts.Select(part => part.Report())], now);
            if (await orders.ReplaceAsync(order, allocated, causedBy, cancellation).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new TimeoutException($"Order {id} kept changing.");
    }

    /// <summary>One shipment a location; lines of the same SKU share its pieces in their order.</summary>
    public static IReadOnlyList<Shipment> Split(Order order, IReadOnlyList<Reservation> reservations)
    {
        ArgumentNullException.ThrowIfNull(order);
        var pieces = reservations
            .SelectMany(reservation => reservation.Holds
                .Select(hold => (reservation.Sku, hold.Location, hold.Quantity)))
            .ToList();
        var shares = new List<(LocationId Location, OrderLine Line, int Quantity)>();
        foreach (var line in order.Lines)
        {
            var missing = line.Quantity;
            for (var index = 0; index < pieces.Count && missing > 0; index++)
            {
                var (sku, location, quantity) = pieces[index];
                var taken = sku == line.Sku ? Math.Min(missing, quantity) : 0;
                pieces[index] = (sku, location, quantity - taken);
                missing -= taken;
                if (taken > 0)
                {
                    shares.Add((location, line, taken));
                }
            }
        }

        return [.. shares.GroupBy(share => share.Location).Select(group => ShipmentOf(order, group.Key, [.. group]))];
    }

    private static Shipment ShipmentOf(
        Order order, LocationId location, IReadOnlyList<(LocationId Location, OrderLine Line, int Quantity)> shares)
    {
        var task = $"{SortableId.Rename(order.Id.Value, "tsk_")}.{location}";
        return new Shipment(
            Shipment.IdOf(order.Id, location), order.Id, location,
            shares.Min(share => share.Line.Promise.ShipBy), null, false,
            [
                .. shares.Select((share, index) => new ShipmentLine(
                    $"{task}.{index + 1}", share.Line.Id, share.Line.Sku, share.Quantity, 0, 0)),
            ]);
    }

    private async Task<IReadOnlyList<Reservation>> AllocateStockAsync(
        Order order, DateTimeOffset now, CancellationToken cancellation)
    {
        var reservations = new List<Reservation>();
        foreach (var sku in order.Lines.Select(line => line.Sku).Distinct())
        {
            reservations.Add(await AllocateSkuAsync(order.Id, sku, now, cancellation).ConfigureAwait(false));
        }

        return reservations;
    }

    private async Task<Reservation> AllocateSkuAsync(
        OrderId order, Sku sku, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var found = await ledger.FindReservationAsync(sku, order, cancellation).ConfigureAwait(false)
                ?? await claims.ClaimAsync(order, sku, now, cancellation).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"Order {order} has no reservation of {sku}.");
            var step = found.Value.Allocate(now);
            if (step.Movements.Count == 0)
            {
                await claims.SettleAsync(found.Value, now, cancellation).ConfigureAwait(false);
                return found.Value;
            }

            var outcome = await ledger.AdvanceAsync(found, step, cancellation).ConfigureAwait(false);
            if (outcome == BookingOutcome.Booked)
            {
                return step.Reservation;
            }
        }

        throw new TimeoutException($"The reservation of {order} for {sku} kept changing.");
    }
}
