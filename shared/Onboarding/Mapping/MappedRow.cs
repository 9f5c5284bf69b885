using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Onboarding.Mapping;

/// <summary>Where a row ends; every row ends in exactly one.</summary>
public enum RowFate
{
    /// <summary>It counts pieces of an article.</summary>
    Mapped,

    /// <summary>An earlier row counts the same article; this one is added to it, or repeats it.</summary>
    Merged,

    /// <summary>It counts nothing, and says why.</summary>
    Rejected,
}

/// <summary>A row of the legacy file with its fate.</summary>
/// <param name="Line">In the file, from 1.</param>
/// <param name="Pieces">What the file says, perhaps below zero; null when that is no number of pieces.</param>
/// <param name="Counted">What it adds to its article's count; never below zero.</param>
/// <param name="Code">Stable: why it was rejected, or how it was merged; null for a mapped row.</param>
/// <param name="Why">The same as a sentence.</param>
/// <param name="Into">The line that it was merged into.</param>
/// <param name="Warnings">Codes of what is odd about it nonetheless.</param>
public sealed record MappedRow(
    int Line, RowFate Fate, string Article, string Gtin, string Quantity, string Title, string Colour, string Size,
    int? Pieces, int Counted, Sku? Sku, MatchMethod? By, string? Code, string? Why, int? Into,
    IReadOnlyList<string> Warnings, IReadOnlyList<Suggestion> Suggestions);

/// <summary>What one article counts, over all its rows.</summary>
public sealed record SkuCount(Sku Sku, int Pieces);

/// <summary>The sum check of a mapping: rows and pieces in, rows and pieces out.</summary>
/// <param name="Suggested">Those of the rejected rows that have suggestions.</param>
/// <param name="Read">Pieces that the file says, where it says a number.</param>
/// <param name="Counted">Pieces that articles count.</param>
/// <param name="Repeated">Pieces of rows that stand in the file more than once.</param>
/// <param name="Turned">Pieces below zero that count as none; zero or less.</param>
/// <param name="Unmapped">Pieces of rejected rows.</param>
/// <param name="ByCode">How often each code was given, as reason or as warning.</param>
public sealed record MappingTally(
    int Rows, int Mapped, int Merged, int Rejected, int Suggested, int Articles,
    long Read, long Counted, long Repeated, long Turned, long Unmapped, IReadOnlyDictionary<string, int> ByCode)
{
    /// <summary>Whether nothing was lost.</summary>
    public bool IsBalanced =>
        Rows == Mapped + Merged + Rejected && Read == Counted + Repeated + Turned + Unmapped;

    public static MappingTally Of(IReadOnlyList<MappedRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int Count(RowFate fate) => rows.Count(row => row.Fate == fate);
        var kept = rows.Where(row => row is { Fate: not RowFate.Rejected, Pieces: not null }).ToList();
        return new MappingTally(
            rows.Count, Count(RowFate.Mapped), Count(RowFate.Merged), Count(RowFate.Rejected),
            rows.Count(row => row is { Fate: RowFate.Rejected, Suggestions.Count: > 0 }),
            rows.Where(row => row.Fate == RowFate.Mapped).DistinctBy(row => row.Sku).Count(),
            rows.Sum(row => (long)(row.Pieces ?? 0)),
            rows.Sum(row => (long)row.Counted),
            kept.Where(row => row.Pieces > row.Counted).Sum(row => (long)row.Pieces!.Value),
            kept.Where(row => row.Pieces < 0).Sum(row => (long)row.Pieces!.Value),
            rows.Where(row => row.Fate == RowFate.Rejected).Sum(row => (long)(row.Pieces ?? 0)),
            rows.SelectMany(row => row.Code is null ? row.Warnings : [row.Code, .. row.Warnings])
                .CountBy(code => code, StringComparer.Ordinal)
                .OrderBy(count => count.Key, StringComparer.Ordinal)
                .ToDictionary(count => count.Key, count => count.Value, StringComparer.Ordinal));
    }
}
