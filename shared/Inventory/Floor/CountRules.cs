namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Books what somebody counted on a shelf. The shelf holds what is free, reserved, allocated or given to a
/// drop; what is picked has left it.</summary>
public static class CountRules
{
    private const int Pieces = 2;
    private const int Percent = 5;

    /// <summary>Whether a difference is so large that the count is to be repeated: more than two pieces and more than a
    /// twentieth of what the books have.</summary>
    public static bool IsDoubtful(int booked, int difference) =>
        Math.Abs(difference) > Pieces && Math.Abs((long)difference) * 100 > Math.Max(0L, booked) * Percent;

    internal static void Count(StockDraft draft, StockEvent happened)
    {
        var level = draft.Level(happened.Location);
        if (level.CountedAt >= happened.OccurredAt)
        {
            draft.Flag(
                DiscrepancyKind.CountOutdated, happened.Location, 0,
                $"A count of {level.CountedAt:u} was booked before; this older one changes nothing.");
            return;
        }

        var booked = level.OnHand - draft.Since.Sum(movement => movement.ShelfChange);
        var difference = happened.Quantity - booked;
        if (happened.Paper is { } id && !Stands(draft, happened, id, booked, difference))
        {
            draft.Flag(
                DiscrepancyKind.RecountWanted, happened.Location, difference,
                $"Counted {happened.Quantity}, booked {booked}: count again.");
            return;
        }

        var (from, to) = difference > 0
            ? (StockState.Outside, StockState.Free)
            : (StockState.Free, StockState.Outside);
        draft.Move(happened.Location, from, to, Math.Abs(difference), "count");
        draft.Set(draft.Level(happened.Location).Counted(happened.OccurredAt));
        if (difference != 0)
        {
            draft.Flag(
                DiscrepancyKind.CountDifference, happened.Location, difference,
                $"Counted {happened.Quantity}, booked {booked}.");
        }
    }

    // A doubtful first count waits for a second one; whatever that finds, stands.
    private static bool Stands(StockDraft draft, StockEvent happened, string id, int booked, int difference)
    {
        var paper = draft.Paper<CountPaper>(id) ?? new CountPaper(id, [], false);
        var stands = !IsDoubtful(booked, difference) || paper.Attempts.Count > 0;
        var attempt = new CountAttempt(
            happened.EventId, happened.Quantity, difference, happened.By, happened.OccurredAt);
        draft.Put(paper with { Attempts = [.. paper.Attempts, attempt], IsBooked = paper.IsBooked || stands });
        return stands;
    }
}
