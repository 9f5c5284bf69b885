using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Scanners;

/// <summary>A scanner's event as it was taken in: what it read, and what that means to us.</summary>
/// <param name="Type">The word that the scanner sent: <c>pick</c>, <c>transfer-out</c>.</param>
/// <param name="Code">What was scanned, in the bracketed notation of GS1, or our SKU.</param>
/// <param name="Sku">The article; null when a parcel's label was read.</param>
/// <param name="Device">The scanner that sent it.</param>
/// <param name="OccurredAt">UTC; never after it was taken in, whatever the scanner's clock says.</param>
public sealed record CapturedScan(
    string EventId,
    string Type,
    LocationId Location,
    string Code,
    Sku? Sku,
    string? Sscc,
    int Quantity,
    string? Task,
    string? Operator,
    string Device,
    DateTimeOffset OccurredAt)
{
    /// <summary>Why, as a code of <see cref="AdjustmentReason"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The batch that the code names (GS1 AI 10); null when it names none.</summary>
    public string? Lot { get; init; }

    /// <summary>What it means to a shipment; null when it is about stock alone.</summary>
    public FloorScan? ToFloorScan() => Type switch
    {
        "pick" => Floor(FloorScanKind.Pick),
        "pack" => Floor(FloorScanKind.Pack),
        "ship" => Floor(FloorScanKind.Ship),
        _ => null,
    };

    /// <summary>What it means to the stock of its article; null when it is about a shipment or names no
    /// article.</summary>
    public StockEvent? ToStockEvent() => Sku is { } sku && KindOf(Type) is { } kind
        ? new StockEvent(
            EventId, kind, Location, sku, Quantity, OccurredAt, Operator is null ? Device : $"{Device}:{Operator}")
        {
            Paper = Task,
            Reason = Reason,
        }
        : null;

    /// <summary>The kind of stock event that a type is; null for the types of shipments and for unknown ones.</summary>
    public static StockEventKind? KindOf(string type) => type switch
    {
        "receive" => StockEventKind.Receive,
        "putaway" => StockEventKind.Putaway,
        "transfer-out" => StockEventKind.TransferOut,
        "transfer-in" => StockEventKind.TransferIn,
        "count" => StockEventKind.Count,
        "adjust" => StockEventKind.Adjust,
        "sale" => StockEventKind.Sale,
        "return" => StockEventKind.Return,
        "damage" => StockEventKind.Damage,
        "print" => StockEventKind.Print,
        _ => null,
    };

    private FloorScan Floor(FloorScanKind kind) =>
        new(EventId, kind, Location, Sku, Sscc, Quantity, Task, OccurredAt) { Lot = Lot };
}
