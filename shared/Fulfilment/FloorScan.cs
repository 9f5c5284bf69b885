using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Fulfilment;

public enum FloorScanKind
{
    Pick,
    Pack,
    Ship,
}

/// <summary>What a scanner saw on the floor, with its code already read: an article or a parcel label.</summary>
/// <param name="EventId">The scanner's own id of the event; the same id is the same event.</param>
/// <param name="Quantity">Whole pieces; one or more.</param>
/// <param name="Task">Null when the operator scanned without choosing a task.</param>
public sealed record FloorScan(
    string EventId,
    FloorScanKind Kind,
    LocationId Location,
    Sku? Sku,
    string? Sscc,
    int Quantity,
    string? Task,
    DateTimeOffset OccurredAt)
{
    /// <summary>The batch that the article's code names (GS1 AI 10); null when it names none.</summary>
    public string? Lot { get; init; }

    /// <summary>Whether a parcel that goes out is known by its label only.</summary>
    public bool IsOfLabelAlone => Kind == FloorScanKind.Ship && Sscc is not null && Task is null;

    /// <summary>The shipment after this scan, or why it does not fit.</summary>
    public Result<Shipment> ApplyTo(Shipment shipment)
    {
        ArgumentNullException.ThrowIfNull(shipment);
        return Kind switch
        {
            FloorScanKind.Pick => Sku is { } picked
                ? shipment.Pick(picked, Task, Quantity, OccurredAt)
                : FulfilmentRefusal.NotAnItem(),
            FloorScanKind.Pack => Sscc is { } label ? shipment.PackInto(label)
                : Sku is { } packed ? shipment.Pack(packed, Task, Quantity)
                : FulfilmentRefusal.NotAnItem(),
            _ => Sku is null && Sscc is null
                ? FulfilmentRefusal.NotAnItem()
                : shipment.Ship(Sku, Sscc),
        };
    }
}

/// <summary>A shipment has come further. Carries running totals, so the latest says everything.</summary>
public sealed record ShipmentChanged(OrderId Order, Orders.OrderShipment Shipment, bool IsShipped)
{
    /// <summary>When the picked pieces were taken, in the order in which it was told; reports of older programs lack
    /// it.</summary>
    public IReadOnlyList<ShipmentPick> Picks { get; init; } = [];

    public static ShipmentChanged Of(Shipment shipment)
    {
        ArgumentNullException.ThrowIfNull(shipment);
        return new(shipment.Order, shipment.Report(), shipment.IsShipped) { Picks = shipment.Picks };
    }
}

/// <summary>A scan that was taken in and awaits its effect.</summary>
public sealed record ScanCaptured(FloorScan Scan);
