using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>In which way the world and the books disagreed.</summary>
public enum DiscrepancyKind
{
    /// <summary>Pieces were there that the books did not have.</summary>
    Unbooked,

    /// <summary>A report came late that explains pieces which had been taken for unbooked.</summary>
    UnbookedExplained,

    /// <summary>Pieces that are held for orders were taken from the shelf.</summary>
    HeldPiecesTaken,

    /// <summary>A count found another number than the books.</summary>
    CountDifference,

    /// <summary>A report from before the last count came after it: part of that count's difference is
    /// explained.</summary>
    CountExplained,

    /// <summary>A count differs so much that it is to be repeated before it is booked.</summary>
    RecountWanted,

    /// <summary>A count was told after a later one had been booked.</summary>
    CountOutdated,

    /// <summary>More came than was announced.</summary>
    OverReceipt,

    /// <summary>Less came than was announced.</summary>
    UnderReceipt,

    /// <summary>Pieces arrived that nobody has reported as sent.</summary>
    UnexpectedTransfer,

    /// <summary>Pieces that were sent never arrived.</summary>
    LostInTransit,

    /// <summary>The books had drifted from their proof and were repaired.</summary>
    Repaired,

    /// <summary>An event was withdrawn after others had built on it.</summary>
    Withdrawn,
}

/// <summary>One disagreement between the world and the books, and what was booked about it.</summary>
/// <param name="Id">Begins with the time of booking, and names SKU and cause.</param>
/// <param name="Pieces">By which the world differed from the books; below zero when pieces were missing.</param>
/// <param name="Cause">The event that brought it up.</param>
/// <param name="Explanation">One sentence for the stock desk.</param>
/// <param name="OccurredAt">When it happened, UTC.</param>
/// <param name="At">When it was booked, UTC.</param>
public sealed record Discrepancy(
    string Id,
    Sku Sku,
    LocationId Location,
    DiscrepancyKind Kind,
    int Pieces,
    string Cause,
    string Explanation,
    DateTimeOffset OccurredAt,
    DateTimeOffset At)
{
    private const string Prefix = "dsc_";

    /// <summary>Names a discrepancy so that those of a SKU sort by the time of booking.</summary>
    /// <param name="at">When it is booked, UTC.</param>
    /// <param name="sku">Whose books it is in.</param>
    /// <param name="cause">The rest of the name, unique among the discrepancies of the SKU.</param>
    public static string IdOf(DateTimeOffset at, Sku sku, string cause) =>
        $"{Prefix}{SortableId.TimeOf(at)}.{sku}.{cause}";

    /// <summary>In whose books a discrepancy is found; null when that is no id of one.</summary>
    public static Sku? SkuOf(string? id) =>
        id?.Split('.', 3) is [var head, var middle, _]
            && head.StartsWith(Prefix, StringComparison.Ordinal)
            && Sku.TryParse(middle, out var sku)
            ? sku
            : null;
}
