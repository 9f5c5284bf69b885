using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Onboarding;

/// <summary>What a cut-over would do to one article.</summary>
/// <param name="Legacy">Pieces that would be booked as counted; null when the file does not list the article, which is
/// then left as it is.</param>
/// <param name="Ledger">Pieces on the shelf in the ledger now.</param>
/// <param name="Change">By how many pieces the shelf would change; zero where nothing would be booked.</param>
/// <param name="Flags">What would be flagged, in the words of the ledger.</param>
public sealed record DryRunLine(
    Sku Sku, int? Legacy, int Ledger, int Change, IReadOnlyList<DiscrepancyKind> Flags)
{
    /// <param name="account">Read for the count of the article.</param>
    /// <param name="count">The event that a cut-over would book.</param>
    /// <param name="now">UTC.</param>
    public static DryRunLine Of(StockAccount account, StockEvent count, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(count);
        var entry = StockRules.Book(account, count, now);
        var level = account.Levels.FirstOrDefault(level => level.Value.Location == count.Location)?.Value;
        return new DryRunLine(
            count.Sku, count.Quantity, level?.OnHand ?? 0,
            entry.Movements.Where(movement => movement.Location == count.Location)
                .Sum(movement => movement.ShelfChange),
            [.. entry.Discrepancies.Select(discrepancy => discrepancy.Kind).Distinct()]);
    }
}

/// <summary>A cut-over that writes nothing: the rules of the ledger are asked what they would book.</summary>
/// <param name="Articles">That would be counted.</param>
/// <param name="LeftAlone">Articles with pieces in the ledger that the file does not list.</param>
/// <param name="PiecesIn">That would be found.</param>
/// <param name="PiecesOut">That would be missed.</param>
/// <param name="Rejected">Rows of the file that would not be booked.</param>
/// <param name="Lines">Those where something would change, be flagged or be left alone.</param>
public sealed record DryRun(
    int Articles, int Unchanged, int LeftAlone, long PiecesBefore, long PiecesAfter, long PiecesIn, long PiecesOut,
    int Rejected, IReadOnlyList<DryRunLine> Lines)
{
    public static DryRun Of(IReadOnlyList<DryRunLine> lines, int rejected)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var counted = lines.Where(line => line.Legacy is not null).ToList();
        return new DryRun(
            counted.Count, counted.Count(line => line.Change == 0), lines.Count - counted.Count,
            lines.Sum(line => (long)line.Ledger), lines.Sum(line => (long)line.Ledger + line.Change),
            counted.Sum(line => (long)Math.Max(0, line.Change)), counted.Sum(line => (long)Math.Max(0, -line.Change)),
            rejected,
            [
                .. lines.Where(line => line.Change != 0 || line.Flags.Count > 0 || line.Legacy is null)
                    .OrderBy(line => line.Sku.Value, StringComparer.Ordinal),
            ]);
    }
}
