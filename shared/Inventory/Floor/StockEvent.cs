using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>What can happen to pieces outside an order's own life.</summary>
public enum StockEventKind
{
    /// <summary>Goods have come in from a supplier.</summary>
    Receive,

    /// <summary>Inspected goods were put on the shelf.</summary>
    Putaway,

    /// <summary>Pieces left for another of our locations.</summary>
    TransferOut,

    /// <summary>Pieces arrived from another of our locations.</summary>
    TransferIn,

    /// <summary>Somebody counted the shelf: the quantity is all that lies there.</summary>
    Count,

    /// <summary>A correction with a reason; the quantity may be below zero.</summary>
    Adjust,

    /// <summary>Sold over the counter.</summary>
    Sale,

    /// <summary>A customer brought pieces back.</summary>
    Return,

    /// <summary>Pieces were found damaged.</summary>
    Damage,

    /// <summary>A blank was printed.</summary>
    Print,
}

/// <summary>Something that physically happened to pieces of one SKU at one location. It is booked as it happened, once,
/// whenever it is told; what the books did not expect is booked too, and flagged.</summary>
/// <param name="EventId">Unique at its location: the same id is the same event.</param>
/// <param name="Quantity">Whole pieces; one or more, but none or more for a count, and any but none for an
/// adjustment.</param>
/// <param name="OccurredAt">When it happened, UTC; perhaps days before it is told.</param>
/// <param name="By">The device or person that tells it.</param>
public sealed record StockEvent(
    string EventId,
    StockEventKind Kind,
    LocationId Location,
    Sku Sku,
    int Quantity,
    DateTimeOffset OccurredAt,
    string By)
{
    /// <summary>The transfer, receipt, count or task that it belongs to; null when the floor named none.</summary>
    public string? Paper { get; init; }

    /// <summary>Why, as a code of <see cref="AdjustmentReason"/>; null where the kind says it all.</summary>
    public string? Reason { get; init; }

    /// <summary>What the desk wrote beside it; null for events of the floor.</summary>
    public string? Note { get; init; }

    /// <summary>Names the event in the books: follows from it, so that it is never booked twice.</summary>
    public string Cause => $"{Location}.{EventId}";
}
