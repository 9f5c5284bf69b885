using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Commerce.Fulfilment;

/// <summary>Carries the progress of a shipment into the stock books and the order, and captures the payment when the
/// last parcel has left. Running totals make it safe to repeat and to run out of order.</summary>
public sealed class AdvanceOrderWorkflow(
    IOrders orders, IStockLedger ledger, IPayments payments, AllocateOrderWorkflow allocate)
{
    private const int Attempts = 50;

    /// <exception cref="InvalidOperationException">The order or its reservation is missing.</exception>
    /// <exception cref="PaymentOutcomeUnknownException">The provider did not answer;
    /// the message comes again.</exception>
    public async Task RunAsync(
        ShipmentChanged change, string causedBy, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        foreach (var sku in change.Shipment.Lines.GroupBy(line => line.Sku))
        {
            await MoveStockAsync(
                change, sku.Key, sku.Sum(line => line.Picked), sku.Sum(line => line.Shipped), now, cancellation)
                .ConfigureAwait(false);
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var order = await orders.FindAsync(change.Order, cancellation).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"Order {change.Order} does not exist.");
            if (order.Value.Status == OrderStatus.Paid)
            {
                // Its allocation was cut off between the pick list and the order, and the floor was faster than its
                // repetition. A cause of its own: the inbox must not take this report for known.
                await allocate.RunAsync(change.Order, $"{causedBy}|allocate", now, cancellation).ConfigureAwait(false);
                continue;
            }

            var advanced = order.Value.Report(change.Shipment, now);
            if (advanced.Status == OrderStatus.Shipped && advanced.Payment.State == PaymentState.Authorised)
            {
                advanced = await CaptureAsync(advanced, now, cancellation).ConfigureAwait(false);
            }

            if (ReferenceEquals(advanced, order.Value)
                || await orders.ReplaceAsync(order, advanced, causedBy, cancellation).ConfigureAwait(false)
                || await orders.KnowsAsync(change.Order, causedBy, cancellation).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new TimeoutException($"Order {change.Order} kept changing.");
    }

    private async Task<Order> CaptureAsync(Order order, DateTimeOffset now, CancellationToken cancellation)
    {
        if (order.Payment.Problem is not null)
        {
            return order;
        }

        var report = await payments
            .CaptureAsync(order.Id, order.Payment.Amount, cancellation).ConfigureAwait(false);
        return report.State == PaymentState.Captured
            ? order.Paying(
                order.Payment with { State = PaymentState.Captured }, "paymentCaptured",
                $"{order.Payment.Amount} were charged.", now)
            : order.Paying(
                order.Payment with { Problem = report.Reason ?? "capture refused" }, "paymentCaptureFailed",
                "The payment could not be collected; we will be in touch.", now);
    }

    private async Task MoveStockAsync(
        ShipmentChanged change, Sku sku, int picked, int shipped, DateTimeOffset now, CancellationToken cancellation)
    {
        var picks = change.Picks.Where(pick => pick.Sku == sku)
            .Select(pick => new PickedPieces(pick.Quantity, pick.OccurredAt)).ToList();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var found = await ledger.FindReservationAsync(sku, change.Order, cancellation).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"Order {change.Order} has no reservation of {sku}.");
            var step = await SettleAsync(
                found.Value.Advance(change.Shipment.Location, picked, shipped, now, picks),
                change.Shipment.Location, cancellation).ConfigureAwait(false);
            if (step.Movements.Count == 0)
            {
                return;
            }

            // Once more when it is booked: a long list of picks is booked a part at a time.
            if (await ledger.AdvanceAsync(found, step, cancellation).ConfigureAwait(false) == BookingOutcome.Booked
                && step.IsWhole)
            {
                return;
            }
        }

        throw new TimeoutException($"The reservation of {change.Order} for {sku} kept changing.");
    }

    // A count may have seen the shelf without these pieces; most are told at once, and concern no count.
    private async Task<ReservationStep> SettleAsync(
        ReservationStep step, LocationId location, CancellationToken cancellation) =>
        LatePickRules.Concern(step)
        && await ledger.FindLevelAsync(step.Reservation.Sku, location, cancellation).ConfigureAwait(false) is { } level
            ? LatePickRules.Settle(step, level)
            : step;
}
