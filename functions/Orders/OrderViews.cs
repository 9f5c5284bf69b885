using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Functions.Checkout;

namespace TwistedThreads.Functions.Orders;

/// <summary>An order as its owner sees it.</summary>
/// <param name="Token">By which a guest owns the order.</param>
public sealed record OrderView(
    OrderId Id,
    string Number,
    OrderStatus Status,
    string? Token,
    DateTimeOffset PlacedAt,
    CartId CartId,
    IReadOnlyList<OrderLineView> Lines,
    TotalsView Totals,
    PaymentView Payment,
    DeliveryView Shipping,
    IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<ShipmentView> Shipments)
{
    public static OrderView Of(Order order, string? token)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new OrderView(
            order.Id, order.Number, order.Status, token, order.PlacedAt, order.Cart,
            [.. order.Lines.Select(line => OrderLineView.Of(order, line))],
            TotalsView.Of(order.Totals),
            new PaymentView(
                order.Payment.Provider, order.Payment.State.ToString().ToLowerInvariant(), order.Payment.Amount,
                order.Payment.Problem),
            DeliveryView.Of(order.Delivery),
            order.Timeline,
            [.. order.Shipments.Select(ShipmentView.Of)]);
    }
}

public sealed record OrderLineView(
    string Id, Sku Sku, string Title, int Quantity, Money UnitPrice, string Status, ShippingPromise Promise)
{
    public static OrderLineView Of(Order order, OrderLine line)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(line);
        var counts = order.Shipments.SelectMany(shipment => shipment.Lines)
            .Where(count => count.Line == line.Id)
            .ToList();
        var status = counts.Count == 0 ? "reserved"
            : counts.Sum(count => count.Shipped) == line.Quantity ? "shipped"
            : counts.Sum(count => count.Packed) == line.Quantity ? "packed"
            : counts.Sum(count => count.Picked) > 0 ? "picking"
            : "allocated";
        return new(line.Id, line.Sku, line.Title, line.Quantity, line.UnitPrice, status, line.Promise);
    }
}

public sealed record PaymentView(string Provider, string Status, Money Amount, string? Problem);

public sealed record ShipmentView(
    string Id, LocationId Location, string? Sscc, string Status, IReadOnlyList<ShipmentCount> Lines)
{
    public static ShipmentView Of(OrderShipment shipment)
    {
        ArgumentNullException.ThrowIfNull(shipment);
        var status = shipment.IsShipped ? "shipped"
            : shipment.IsPacked ? "packed"
            : shipment.Lines.Any(line => line.Picked > 0) ? "picking" : "open";
        return new(shipment.Id, shipment.Location, shipment.Sscc, status, shipment.Lines);
    }
}

/// <summary>Orders as an operator lists them.</summary>
public sealed record OrderListView(IReadOnlyList<OrderSummaryView> Items, string? NextCursor);

public sealed record OrderSummaryView(
    OrderId Id, string Number, OrderStatus Status, DateTimeOffset PlacedAt, CartId CartId, Money Total);
