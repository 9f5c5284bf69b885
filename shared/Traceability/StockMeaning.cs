using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>What an event did to the stock of one of our locations.</summary>
public enum StockDeed
{
    Receive,
    Putaway,
    TransferOut,
    TransferIn,
    Count,
    Adjust,
    Sale,
    Return,
    Damage,
    Print,
}

/// <summary>Which events mean what for the ledger.</summary>
/// <param name="BizStep">Bare word of the vocabulary.</param>
/// <param name="Dispositions">Any of these; empty for every one and for none.</param>
/// <param name="Deeds">In this order; none where the event moves no stock of ours.</param>
/// <param name="Reason">Of an adjustment or a return, as the ledger words it; null where the deed says it all.</param>
/// <remarks>CBV 2.0, sections 7.1 and 7.2. The rows are tried from above; docs/traceability.md shows the same
/// table.</remarks>
public sealed record StockMeaning(
    string BizStep, IReadOnlyList<string> Dispositions, IReadOnlyList<StockDeed> Deeds, string? Reason = null)
{
    /// <summary>Only events with this action; null for any.</summary>
    public EventAction? Action { get; init; }

    /// <summary>Only events whose source is another location of ours.</summary>
    public bool IsFromUs { get; init; }

    /// <summary>Only events whose destination is another location of ours.</summary>
    public bool IsToUs { get; init; }

    public static IReadOnlyList<StockMeaning> Table { get; } =
    [
        new("receiving", ["returned"], [StockDeed.Return]),
        new("receiving", ["damaged"], [StockDeed.TransferIn, StockDeed.Damage]) { IsFromUs = true },
        new("receiving", ["damaged"], [StockDeed.Receive, StockDeed.Damage]),
        new("receiving", [], [StockDeed.TransferIn]) { IsFromUs = true },
        new("receiving", [], [StockDeed.Receive]),
        new("arriving", [], [StockDeed.TransferIn]) { IsFromUs = true },
        new("storing", [], [StockDeed.Putaway]),
        new("stocking", [], [StockDeed.Putaway]),
        new("departing", ["in_transit"], [StockDeed.TransferOut]) { IsToUs = true },
        new("shipping", ["in_transit"], [StockDeed.TransferOut]) { IsToUs = true },
        new("cycle_counting", [], [StockDeed.Count]),
        new("stock_taking", [], [StockDeed.Count]),
        new("retail_selling", ["retail_sold"], [StockDeed.Sale]),
        new("inspecting", ["damaged"], [StockDeed.Damage]),
        new("inspecting", ["non_sellable_other"], [StockDeed.Adjust], "hold"),
        new("inspecting", [], [StockDeed.Adjust], "found") { Action = EventAction.Add },
        new("inspecting", [], [StockDeed.Adjust], "lost") { Action = EventAction.Delete },
        new("holding", [], [StockDeed.Adjust], "hold"),
        new("destroying", [], [StockDeed.Adjust], "disposed"),
        new("commissioning", [], [StockDeed.Print]),
    ];

    /// <summary>The row that an event falls under; null when it moves no stock.</summary>
    public static StockMeaning? Of(EpcisEvent happened, bool isFromUs, bool isToUs)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Table.FirstOrDefault(row => row.BizStep == happened.BizStep
            && (row.Dispositions.Count == 0 || row.Dispositions.Contains(happened.Disposition ?? string.Empty))
            && (row.Action is null || row.Action == happened.Action)
            && (!row.IsFromUs || isFromUs)
            && (!row.IsToUs || isToUs));
    }
}

/// <summary>One deed to one article at one place, as the ledger takes it.</summary>
/// <param name="Quantity">Whole pieces; one or more, for a count also none.</param>
/// <param name="Document">The business document that the event names first; null when there is none.</param>
public sealed record StockFact(
    StockDeed Deed, LocationId Location, Sku Sku, int Quantity, string? Document, string? Reason);
