using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding.Mapping;

namespace TwistedThreads.Commerce.Onboarding;

/// <summary>What most likely made the two books differ, from what the ledger booked that day.</summary>
public enum DifferenceCause
{
    /// <summary>The ledger never had this article here: it begins apart.</summary>
    NeverInLedger,

    /// <summary>The legacy book does not list this article.</summary>
    NotInFile,

    /// <summary>The same difference as the day before: nothing new happened.</summary>
    Standing,

    /// <summary>Pieces were picked for web orders, of which the old system knows nothing.</summary>
    WebOrders,

    /// <summary>Somebody counted the shelf with a scanner: the ledger is probably right.</summary>
    Counted,

    /// <summary>The ledger moved as much as the books differ: the old system was not told.</summary>
    OnlyInLedger,

    /// <summary>The ledger did not move: something was typed into the old system and not scanned.</summary>
    OnlyInLegacy,

    /// <summary>None of the above by itself.</summary>
    Mixed,
}

/// <summary>One article in which the books differ.</summary>
/// <param name="Legacy">Pieces in the shop's own book.</param>
/// <param name="Ledger">Pieces on the shelf in the ledger at that time.</param>
/// <param name="Difference">Legacy less ledger.</param>
/// <param name="Moved">What the ledger booked on that day, by reason; pieces, below zero when they left.</param>
public sealed record DayDifference(
    Sku Sku, int Legacy, int Ledger, int Difference, DifferenceCause LikelyCause,
    IReadOnlyDictionary<string, int> Moved);

/// <summary>A day in numbers.</summary>
/// <param name="Apart">Pieces by which the books differ, all articles added up without their signs.</param>
public sealed record DayTotals(
    int Articles, int Equal, int Different, long LegacyPieces, long LedgerPieces, long Apart);

/// <summary>What one article's shelf holds in the ledger.</summary>
/// <param name="IsKnown">Whether the ledger ever had it here.</param>
/// <param name="OnHand">At the time of the file.</param>
/// <param name="OfTheDay">Movements of the shelf in the day before that time.</param>
public sealed record LedgerShelf(bool IsKnown, int OnHand, IReadOnlyList<Movement> OfTheDay)
{
    public static LedgerShelf Unknown { get; } = new(false, 0, []);
}

/// <summary>The two books of one shop on one day of the dual run.</summary>
/// <param name="TakenAt">The time that both stand for, UTC.</param>
/// <param name="Differences">The largest first.</param>
public sealed record DayReport(
    DateOnly Date, DateTimeOffset TakenAt, DayTotals Totals, IReadOnlyList<DayDifference> Differences)
{
    /// <param name="date">Day of the dual run.</param>
    /// <param name="takenAt">UTC.</param>
    /// <param name="legacy">The shop's book.</param>
    /// <param name="ledger">All articles with pieces at the shop, and those of the book.</param>
    /// <param name="before">The report of the day before; null when there is none.</param>
    public static DayReport Of(
        DateOnly date, DateTimeOffset takenAt, IReadOnlyList<SkuCount> legacy,
        IReadOnlyDictionary<Sku, LedgerShelf> ledger, DayReport? before)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var book = legacy.ToDictionary(count => count.Sku, count => count.Pieces);
        var earlier = before?.Differences.ToDictionary(one => one.Sku, one => one.Difference) ?? [];
        var all = book.Keys
            .Concat(ledger.Where(shelf => shelf.Value.OnHand != 0).Select(shelf => shelf.Key))
            .Distinct()
            .Select(sku => Compare(
                sku, book.TryGetValue(sku, out var pieces) ? pieces : null,
                ledger.GetValueOrDefault(sku) ?? LedgerShelf.Unknown,
                earlier.TryGetValue(sku, out var was) ? was : null))
            .ToList();
        var differences = all.Where(one => one.Difference != 0)
            .OrderByDescending(one => Math.Abs(one.Difference))
            .ThenBy(one => one.Sku.Value, StringComparer.Ordinal)
            .ToList();
        return new DayReport(
            date, takenAt,
            new DayTotals(
                all.Count, all.Count - differences.Count, differences.Count,
                all.Sum(one => (long)one.Legacy), all.Sum(one => (long)one.Ledger),
                differences.Sum(one => Math.Abs((long)one.Difference))),
            differences);
    }

    private static DayDifference Compare(Sku sku, int? legacy, LedgerShelf shelf, int? before)
    {
        var difference = (legacy ?? 0) - shelf.OnHand;
        var moved = shelf.OfTheDay
            .GroupBy(movement => movement.Reason, StringComparer.Ordinal)
            .OrderBy(reason => reason.Key, StringComparer.Ordinal)
            .ToDictionary(
                reason => reason.Key, reason => reason.Sum(movement => movement.ShelfChange), StringComparer.Ordinal);
        var cause = legacy is null ? DifferenceCause.NotInFile
            : !shelf.IsKnown ? DifferenceCause.NeverInLedger
            : CauseOf(difference, difference - (before ?? 0), moved, before is not null);
        return new DayDifference(sku, legacy ?? 0, shelf.OnHand, difference, cause, moved);
    }

    // What is new since the day before is explained; the whole difference where no day is before.
    private static DifferenceCause CauseOf(
        int difference, int added, Dictionary<string, int> moved, bool hasBefore) =>
        hasBefore && added == 0 && difference != 0 ? DifferenceCause.Standing
        : moved.GetValueOrDefault("count") != 0 ? DifferenceCause.Counted
        : moved.Values.Sum() == 0 ? DifferenceCause.OnlyInLegacy
        : moved.GetValueOrDefault("pick") == -added ? DifferenceCause.WebOrders
        : moved.Values.Sum() == -added ? DifferenceCause.OnlyInLedger
        : DifferenceCause.Mixed;
}
