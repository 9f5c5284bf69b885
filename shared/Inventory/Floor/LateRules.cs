using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Makes the books independent of the order in which events are told. What lies on a shelf follows from when
/// things happened: a count stands for everything before it, and since the last count pieces are only taken for found
/// where, in the order of happening, more left than was there.</summary>
public static class LateRules
{
    /// <summary>Reason of movements that book as found what the books did not have.</summary>
    public const string Unbooked = "unbooked";

    /// <summary>Reason of movements that take back what was booked as found, because it is explained now.</summary>
    public const string Explained = "explains-unbooked";

    /// <summary>Reason of movements that leave a shelf as it was counted, whatever is told of the time
    /// before.</summary>
    public const string Counted = "counted-already";

    private const int MostMoments = 60;

    /// <summary>Closes an entry whose movements are drafted.</summary>
    /// <param name="draft">Everything that the event itself moves.</param>
    /// <param name="location">Whose shelf it is.</param>
    /// <param name="occurredAt">When the event happened, UTC.</param>
    /// <param name="isCount">Whether the event is a count, which nothing before it corrects.</param>
    public static void Settle(StockDraft draft, LocationId location, DateTimeOffset occurredAt, bool isCount)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (!isCount && draft.Before(location).CountedAt >= occurredAt)
        {
            LeaveCounted(draft, location);
        }
        else
        {
            PlayAgain(draft, location, occurredAt);
        }

        Owe(draft, location);
        var level = draft.Level(location);
        if (draft.Touched.Contains(location) && !(level.ShelfChangedAt >= occurredAt))
        {
            draft.Set(level with { ShelfChangedAt = occurredAt });
        }
    }

    // What happened before a shelf was counted is in that count: what its late report moves there is moved back.
    private static void LeaveCounted(StockDraft draft, LocationId location)
    {
        var change = draft.ShelfChange(location);
        if (change == 0)
        {
            return;
        }

        var (from, to) = change > 0 ? (StockState.Free, StockState.Outside) : (StockState.Outside, StockState.Free);
        draft.Move(location, from, to, Math.Abs(change), Counted);
        draft.Flag(
            DiscrepancyKind.CountExplained, location, -change,
            $"Reported after the count of {draft.Before(location).CountedAt:u}, which had seen it.");
    }

    // Walks from the event to the present in the order of happening: a shelf cannot hold less than nothing.
    internal static void PlayAgain(StockDraft draft, LocationId location, DateTimeOffset occurredAt)
    {
        var shelf = draft.Before(location).OnHand - draft.Since.Sum(movement => movement.ShelfChange);
        shelf += draft.ShelfChange(location);
        var since = draft.Since.ToLookup(movement => movement.OccurredAt);
        var corrections = new List<(DateTimeOffset At, int More)>();
        foreach (var moment in since.Select(group => group.Key).Append(occurredAt).Distinct().Order())
        {
            // Pieces to be taken for found at this moment, less those that are booked so.
            var found = since[moment].Where(IsFound).Sum(movement => movement.ShelfChange);
            shelf += since[moment].Sum(movement => movement.ShelfChange) - found;
            var more = Math.Max(0, -shelf) - found;
            shelf += found + more;
            corrections.Add((moment, more));
        }

        Correct(draft, location, [.. corrections.Where(correction => correction.More != 0)]);
    }

    // One movement a moment; of very many moments the last ones share theirs, since an entry is one batch.
    private static void Correct(
        StockDraft draft, LocationId location, IReadOnlyList<(DateTimeOffset At, int More)> corrections)
    {
        foreach (var (at, more) in corrections.Take(MostMoments))
        {
            Correct(draft, location, at, more);
        }

        var rest = corrections.Skip(MostMoments).ToList();
        if (rest.Count > 0)
        {
            Correct(draft, location, rest[^1].At, rest.Sum(correction => correction.More));
        }

        var unbooked = corrections.Sum(correction => Math.Max(0, correction.More));
        var explained = corrections.Sum(correction => Math.Min(0, correction.More));
        if (unbooked > 0)
        {
            draft.Flag(DiscrepancyKind.Unbooked, location, unbooked, "More left the shelf than the books had there.");
        }

        if (explained < 0)
        {
            draft.Flag(
                DiscrepancyKind.UnbookedExplained, location, explained,
                "Pieces that had been taken for found: what is told now explains them.");
        }
    }

    private static void Correct(StockDraft draft, LocationId location, DateTimeOffset at, int more)
    {
        draft.Move(location, StockState.Outside, StockState.Free, more, Unbooked, at);
        draft.Move(location, StockState.Free, StockState.Outside, -more, Explained, at);
    }

    private static void Owe(StockDraft draft, LocationId location)
    {
        var owed = Math.Max(0, -draft.Level(location).Free) - Math.Max(0, -draft.Before(location).Free);
        if (owed > 0)
        {
            draft.Flag(
                DiscrepancyKind.HeldPiecesTaken, location, -owed, "Pieces that are held for orders left the shelf.");
        }
    }

    internal static bool IsFound(Movement movement) => movement.Reason is Unbooked or Explained;
}
