namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Turns what happened into an entry of the books. It never says no: what the books did not expect is booked
/// and flagged.</summary>
public static class StockRules
{
    /// <summary>The paper kind that an event of this kind needs to see; null when it needs none.</summary>
    public static Type? PaperOf(StockEventKind kind) => kind switch
    {
        StockEventKind.TransferOut or StockEventKind.TransferIn => typeof(TransitPaper),
        StockEventKind.Receive => typeof(ExpectedPaper),
        StockEventKind.Count => typeof(CountPaper),
        _ => null,
    };

    /// <summary>The entry that books an event.</summary>
    /// <param name="account">Read for this event.</param>
    /// <param name="happened">With a quantity that its kind allows.</param>
    /// <param name="now">UTC.</param>
    public static StockEntry Book(StockAccount account, StockEvent happened, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(happened);
        happened = AtHome(happened);
        var draft = new StockDraft(account, happened.Cause, happened.By, happened.OccurredAt, now);
        switch (happened.Kind)
        {
            case StockEventKind.Receive:
                ReceiptRules.Receive(draft, happened);
                break;
            case StockEventKind.TransferOut:
                TransferRules.Send(draft, happened);
                break;
            case StockEventKind.TransferIn:
                TransferRules.Receive(draft, happened);
                break;
            case StockEventKind.Count:
                CountRules.Count(draft, happened);
                break;
            default:
                Simple(draft, happened);
                break;
        }

        LateRules.Settle(
            draft, happened.Location, happened.OccurredAt, isCount: happened.Kind == StockEventKind.Count);
        return draft.ToEntry(happened);
    }

    // A count or a receipt of another location is none here: what was told is booked as if it named no paper.
    private static StockEvent AtHome(StockEvent happened) =>
        happened.Kind is StockEventKind.Count or StockEventKind.Receive
        && happened.Paper?.Split('.') is [_, var place]
        && place != happened.Location.Value
            ? happened with { Paper = null }
            : happened;

    private static void Simple(StockDraft draft, StockEvent happened)
    {
        var (location, quantity) = (happened.Location, happened.Quantity);
        switch (happened.Kind)
        {
            case StockEventKind.Sale:
                draft.Take(location, StockState.Free, StockState.Outside, quantity, "sale");
                break;
            case StockEventKind.Damage:
                draft.Take(location, StockState.Free, StockState.Damaged, quantity, "damage");
                break;
            case StockEventKind.Return:
                draft.Move(location, StockState.Outside, ReturnedTo(happened.Reason), quantity, "return");
                break;
            case StockEventKind.Putaway:
                ReceiptRules.PutAway(draft, location, quantity);
                break;

            // A blank with a task was picked for its order, which books it; one without is consumed here.
            case StockEventKind.Print when happened.Paper is null:
                draft.Take(location, StockState.Free, StockState.Outside, quantity, "print");
                break;
            case StockEventKind.Adjust:
                Adjust(draft, happened);
                break;
        }
    }

    private static StockState ReturnedTo(string? reason) => reason switch
    {
        "damaged" => StockState.Damaged,
        "hold" => StockState.QualityHold,
        _ => StockState.Free,
    };

    private static void Adjust(StockDraft draft, StockEvent happened)
    {
        var reason = AdjustmentReason.Find(happened.Reason) ?? AdjustmentReason.Find(AdjustmentReason.Correction)!;
        var turned = reason.IsSigned && happened.Quantity < 0;
        draft.Take(
            happened.Location, turned ? reason.To : reason.From, turned ? reason.From : reason.To,
            Math.Abs(happened.Quantity), reason.Code);
    }
}
