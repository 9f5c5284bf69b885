using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Orders;

/// <summary>What a customer bought, and everything that has happened to it since.</summary>
/// <param name="Number">For people: <c>TT-000123</c>. Ascending, with gaps.</param>
/// <param name="Customer">Id of the signed-in buyer; null for a guest.</param>
public sealed record Order(
    OrderId Id,
    string Number,
    CartId Cart,
    string? Customer,
    OrderStatus Status,
    DateTimeOffset PlacedAt,
    IReadOnlyList<OrderLine> Lines,
    Totals Totals,
    Delivery Delivery,
    OrderPayment Payment,
    IReadOnlyList<OrderShipment> Shipments,
    IReadOnlyList<TimelineEntry> Timeline)
{
    /// <summary>Takes the order to the warehouse floor.</summary>
    public Order Allocated(IReadOnlyList<OrderShipment> shipments, DateTimeOffset at) =>
        Status is OrderStatus.Paid or OrderStatus.Backordered
            ? Become(OrderStatus.Allocated, "orderAllocated", $"Pieces are set aside at {Names(shipments)}.", at) with
            {
                Shipments = shipments,
            }
            : this;

    /// <summary>Takes over how far one shipment has come. Counts only grow, so late reports change nothing.</summary>
    public Order Report(OrderShipment shipment, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(shipment);
        var known = Shipments.FirstOrDefault(other => other.Id == shipment.Id);
        var merged = known is null ? shipment : known.Merge(shipment);
        if (merged == known)
        {
            return this;
        }

        var updated = this with
        {
            Shipments = known is null
                ? [.. Shipments, merged]
                : [.. Shipments.Select(other => other.Id == merged.Id ? merged : other)],
        };
        return updated.Progress(merged, known, at);
    }

    /// <summary>Writes down what the provider said of the money.</summary>
    public Order Paying(OrderPayment payment, string type, string text, DateTimeOffset at) => Payment == payment
        ? this
        : this with { Payment = payment, Timeline = [.. Timeline, new TimelineEntry(at, type, text)] };

    private Order Progress(OrderShipment merged, OrderShipment? known, DateTimeOffset at)
    {
        var order = merged.IsShipped && known is not { IsShipped: true }
            ? this with
            {
                Timeline =
                [
                    .. Timeline,
                    new TimelineEntry(at, "shipmentShipped", $"A parcel left {merged.Location}."),
                ],
            }
            : this;
        var reached = order.Reached();
        return order.Status == reached || !order.Status.CanBecome(reached)
            ? order
            : order.Become(reached, "order" + reached, TextFor(reached), at);
    }

    private OrderStatus Reached() =>
        Shipments.All(shipment => shipment.IsShipped) ? OrderStatus.Shipped
        : Shipments.Any(shipment => shipment.IsShipped) ? OrderStatus.PartlyShipped
        : Shipments.All(shipment => shipment.IsPacked) ? OrderStatus.Packed
        : Shipments.Any(shipment => shipment.Lines.Any(line => line.Picked > 0)) ? OrderStatus.Picking
        : Status;

    private Order Become(OrderStatus next, string type, string text, DateTimeOffset at) => Status.CanBecome(next)
        ? this with { Status = next, Timeline = [.. Timeline, new TimelineEntry(at, type, text)] }
        : throw new InvalidOperationException($"Order {Id} cannot go from {Status} to {next}.");

    private static string TextFor(OrderStatus status) => status switch
    {
        OrderStatus.Picking => "The first pieces are off the shelf.",
        OrderStatus.Packed => "Everything is packed.",
        OrderStatus.PartlyShipped => "A part of the order is on its way.",
        OrderStatus.Shipped => "Everything is on its way.",
        _ => status.ToString(),
    };

    private static string Names(IReadOnlyList<OrderShipment> shipments) =>
        string.Join(", ", shipments.Select(shipment => shipment.Location.Value));
}

/// <summary>Pieces of one SKU in an order, at the price that was agreed.</summary>
public sealed record OrderLine(
    string Id, Sku Sku, string Title, int Quantity, Money UnitPrice, ShippingPromise Promise);

/// <summary>The day by which we promise to ship.</summary>
/// <param name="Confidence">The share of promises that we set out to keep; 0.95 is nineteen of twenty.</param>
public sealed record ShippingPromise(DateOnly ShipBy, double Confidence);

/// <summary>What is known of the order's money.</summary>
public sealed record OrderPayment(string Provider, PaymentState State, Money Amount, string? Problem);

/// <summary>One thing that happened, in words for the customer.</summary>
public sealed record TimelineEntry(DateTimeOffset At, string Type, string Text);

/// <summary>The part of an order that one location sends.</summary>
public sealed record OrderShipment(string Id, LocationId Location, string? Sscc, IReadOnlyList<ShipmentCount> Lines)
{
    public bool IsPacked => Lines.All(line => line.Packed >= line.Quantity);

    public bool IsShipped => Lines.All(line => line.Shipped >= line.Quantity);

    /// <summary>The greater of both counts, line by line.</summary>
    public OrderShipment Merge(OrderShipment other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var lines = Lines
            .Select(line => line.Merge(other.Lines.FirstOrDefault(theirs => theirs.Line == line.Line)))
            .ToList();
        var sscc = Sscc ?? other.Sscc;
        return sscc == Sscc && lines.SequenceEqual(Lines) ? this : this with { Sscc = sscc, Lines = lines };
    }
}

/// <summary>How many pieces of a line one location has picked, packed and shipped.</summary>
public sealed record ShipmentCount(string Line, Sku Sku, int Quantity, int Picked, int Packed, int Shipped)
{
    public ShipmentCount Merge(ShipmentCount? other) => other is null ? this : this with
    {
        Picked = Math.Max(Picked, other.Picked),
        Packed = Math.Max(Packed, other.Packed),
        Shipped = Math.Max(Shipped, other.Shipped),
    };
}
