using TwistedThreads.Commerce.Inventory.Floor;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Which events mean what for the ledger.</summary>
/// <param name="BizStep">Bare word of the vocabulary.</param>
/// <param name="Dispositions">Any of these; empty for every one and for none.</param>
/// <param name="Deeds">In this order; none where the event moves no stock of ours.</param>
/// <param name="Reason">Of an adjustment or a return, as the ledger words it; null where the deed says it all.</param>
/// <remarks>CBV 2.0, sections 7.1 and 7.2. The rows are tried from above; docs/traceability.md shows the same
/// table.</remarks>
public sealed record StockMeaning(
    string BizStep, IReadOnlyList<string> Dispositions, IReadOnlyList<StockEventKind> Deeds, string? Reason = null)
{
    /// <summary>Only events with this action; null for any.</summary>
    public EventAction? Action { get; init; }

    /// <summary>Only events whose source is another location of ours.</summary>
    public bool IsFromUs { get; init; }

    /// <summary>Only events whose destination is another location of ours.</summary>
    public bool IsToUs { get; init; }

    public static IReadOnlyList<StockMeaning> Table { get; } =
    [
        new("receiving", ["returned"], [StockEventKind.Return]),
        new("receiving", ["damaged"], [StockEventKind.TransferIn, StockEventKind.Damage]) { IsFromUs = true },
        new("receiving", ["damaged"], [StockEventKind.Receive, StockEventKind.Damage]),
        new("receiving", [], [StockEventKind.TransferIn]) { IsFromUs = true },
        new("receiving", [], [StockEventKind.Receive]),
        new("arriving", [], [StockEventKind.TransferIn]) { IsFromUs = true },
        new("storing", [], [StockEventKind.Putaway]),
        new("stocking", [], [StockEventKind.Putaway]),
        new("departing", ["in_transit"], [StockEventKind.TransferOut]) { IsToUs = true },
        new("shipping", ["in_transit"], [StockEventKind.TransferOut]) { IsToUs = true },
        new("cycle_counting", [], [StockEventKind.Count]),
        new("stock_taking", [], [StockEventKind.Count]),
        new("retail_selling", ["retail_sold"], [StockEventKind.Sale]),
        new("inspecting", ["damaged"], [StockEventKind.Damage]),
        new("inspecting", ["non_sellable_other"], [StockEventKind.Adjust], "hold"),
        new("inspecting", [], [StockEventKind.Adjust], "found") { Action = EventAction.Add },
        new("inspecting", [], [StockEventKind.Adjust], "lost") { Action = EventAction.Delete },
        new("holding", [], [StockEventKind.Adjust], "hold"),
        new("destroying", [], [StockEventKind.Adjust], "disposed"),
        new("commissioning", [], [StockEventKind.Print]),
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
