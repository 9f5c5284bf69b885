using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Books goods that come from suppliers, against what was announced.</summary>
public static class ReceiptRules
{
    /// <summary>Without a receipt's id the announcements of the location are met in the order of their days. What
    /// exceeds them is booked all the same, and flagged.</summary>
    internal static void Receive(StockDraft draft, StockEvent happened)
    {
        var left = happened.Quantity;
        var inspected = false;
        foreach (var paper in Announced(draft, happened))
        {
            var met = Math.Min(left, paper.Open);
            draft.Move(
                happened.Location, StockState.Incoming, paper.IsInspected ? StockState.QualityHold : StockState.Free,
                met, "receive");
            inspected = paper.IsInspected;
            left -= met;
            var surplus = paper.Id == happened.Paper ? left : 0;
            if (met + surplus > 0)
            {
                draft.Put(paper with { Received = paper.Received + met + surplus });
            }
        }

        if (left > 0)
        {
            draft.Move(
                happened.Location, StockState.Outside, inspected ? StockState.QualityHold : StockState.Free, left,
                "receive");
            draft.Flag(
                DiscrepancyKind.OverReceipt, happened.Location, left,
                happened.Quantity == left ? "Nothing of this was announced." : "More came than was announced.");
            NoteUnannounced(draft, happened);
        }

        var level = draft.Level(happened.Location);
        var ahead = Math.Min(level.PutAwayAhead, level.QualityHold);
        if (ahead > 0)
        {
            draft.Set(level with { PutAwayAhead = level.PutAwayAhead - ahead });
            draft.Move(happened.Location, StockState.QualityHold, StockState.Free, ahead, "putaway");
        }
    }

    /// <summary>Inspected goods go on the shelf; those whose receipt is not told yet go there with it.</summary>
    internal static void PutAway(StockDraft draft, LocationId location, int quantity)
    {
        var level = draft.Level(location);
        var held = Math.Min(quantity, level.QualityHold);
        if (held < quantity)
        {
            draft.Set(level with { PutAwayAhead = level.PutAwayAhead + quantity - held });
        }

        draft.Move(location, StockState.QualityHold, StockState.Free, held, "putaway");
    }

    /// <summary>Announces goods: they are incoming until they are received. What came before its announcement was told
    /// is incoming no more.</summary>
    public static void Announce(StockDraft draft, ExpectedPaper paper)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(paper);
        var known = draft.Paper<ExpectedPaper>(paper.Id);
        var announced = paper with { Received = known?.Received ?? paper.Received };
        draft.Move(paper.Location, StockState.Outside, StockState.Incoming, announced.Open, "announce");
        draft.Put(announced);
    }

    /// <summary>Closes an announcement: what has not come is expected no longer, and flagged.</summary>
    public static void Close(StockDraft draft, ExpectedPaper paper)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(paper);
        if (paper.Open == 0)
        {
            return;
        }

        draft.Move(paper.Location, StockState.Incoming, StockState.Outside, paper.Open, "not-received");
        draft.Flag(DiscrepancyKind.UnderReceipt, paper.Location, -paper.Open, "Less came than was announced.");
        draft.Put(paper with { Cancelled = paper.Cancelled + paper.Open });
    }

    // The receipt shows what came under it unannounced, or before its announcement.
    private static void NoteUnannounced(StockDraft draft, StockEvent happened)
    {
        if (happened.Paper is { } id && draft.Paper<ExpectedPaper>(id) is null)
        {
            draft.Put(new ExpectedPaper(
                id, happened.Location, DateOnly.FromDateTime(happened.OccurredAt.UtcDateTime), 0, happened.Quantity, 0,
                false));
        }
    }

    private static IEnumerable<ExpectedPaper> Announced(StockDraft draft, StockEvent happened) => draft
        .Papers<ExpectedPaper>()
        .Where(paper => paper.Location == happened.Location)
        .Where(paper => happened.Paper is null ? paper.Open > 0 : paper.Id == happened.Paper)
        .OrderBy(paper => paper.ExpectedOn)
        .ThenBy(paper => paper.Id, StringComparer.Ordinal);
}
