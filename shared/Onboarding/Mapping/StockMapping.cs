using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding.Legacy;

namespace TwistedThreads.Commerce.Onboarding.Mapping;

/// <summary>A legacy file in our articles: every row with its fate, and what each article counts.</summary>
/// <param name="Counts">In the order of SKUs.</param>
public sealed record StockMapping(
    IReadOnlyList<MappedRow> Rows, IReadOnlyList<SkuCount> Counts, MappingTally Tally)
{
    // A file with more unknown names than these is the wrong file; nobody would read so many suggestions.
    private const int MostSuggestedNames = 5000;

    /// <param name="file">As read.</param>
    /// <param name="matcher">With the shop's own mapping.</param>
    /// <param name="suggests">Whether unknown articles are looked for by likeness; takes longest.</param>
    public static StockMapping Of(LegacyFile file, ArticleMatcher matcher, bool suggests)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(matcher);
        var format = QuantityFormat.Learn(file.Rows.Select(row => row.Quantity));
        var mapper = new Mapper(matcher, suggests ? MostSuggestedNames : 0);
        var rows = file.Rows.Select(row => mapper.Map(row, format.Read(row.Quantity))).ToList();
        var counts = rows
            .Where(row => row.Fate != RowFate.Rejected)
            .GroupBy(row => row.Sku!.Value)
            .Select(rowsOf => new SkuCount(rowsOf.Key, rowsOf.Sum(row => row.Counted)))
            .OrderBy(count => count.Sku.Value, StringComparer.Ordinal)
            .ToList();
        return new StockMapping(rows, counts, MappingTally.Of(rows));
    }

    private sealed class Mapper(ArticleMatcher matcher, int mostNames)
    {
        private readonly Dictionary<Sku, (int Line, long Pieces)> _first = [];
        private readonly Dictionary<(Sku Sku, string Raw), int> _seen = [];
        private readonly Dictionary<(string, string, string, string), IReadOnlyList<Suggestion>> _suggested = [];

        public MappedRow Map(LegacyRow row, (int Pieces, QuantityFault Fault) quantity)
        {
            var match = matcher.Match(row);
            var fault = FaultOf(row, quantity.Fault);
            var plain = new MappedRow(
                row.Line, RowFate.Rejected, row.Article, row.Gtin, row.Quantity, row.Title, row.Colour, row.Size,
                fault is null ? quantity.Pieces : null, 0, match.Sku, match.Method, match.Code, match.Why, null,
                match.Warnings, []);
            return match.Sku is null
                ? plain with
                {
                    Warnings = fault is null ? match.Warnings : [.. match.Warnings, fault.Value.Code],
                    Suggestions = SuggestionsFor(row, match),
                }
                : fault is { } odd ? plain with { Code = odd.Code, Why = odd.Why }
                : Counted(plain, row, match.Sku.Value);
        }

        private MappedRow Counted(MappedRow plain, LegacyRow row, Sku sku)
        {
            var pieces = plain.Pieces!.Value;
            var counted = Math.Max(0, pieces);
            var warnings = pieces < 0 ? [.. plain.Warnings, "row.negative-quantity"] : plain.Warnings;
            if (_seen.TryGetValue((sku, row.Raw), out var twin))
            {
                return plain with
                {
                    Fate = RowFate.Merged,
                    Warnings = warnings,
                    Code = "row.repeated",
                    Into = twin,
                    Why = $"Stands in line {twin} already, letter for letter: counted once.",
                };
            }

            var isKnown = _first.TryGetValue(sku, out var first);
            if (first.Pieces + counted > QuantityFormat.MaxPieces)
            {
                return plain with { Code = "row.absurd-quantity", Why = TooMany };
            }

            _seen[(sku, row.Raw)] = row.Line;
            _first[sku] = (isKnown ? first.Line : row.Line, first.Pieces + counted);
            plain = plain with { Counted = counted, Warnings = warnings };
            return !isKnown
                ? plain with { Fate = RowFate.Mapped }
                : plain with
                {
                    Fate = RowFate.Merged,
                    Code = "row.added",
                    Into = first.Line,
                    Why = $"The same article as line {first.Line}: its pieces are added.",
                };
        }

        private IReadOnlyList<Suggestion> SuggestionsFor(LegacyRow row, ArticleMatch match)
        {
            if (match.Candidates.Count > 0)
            {
                return [.. match.Candidates.Select(sku => new Suggestion(sku, 1))];
            }

            var name = (row.Article, row.Title, row.Colour, row.Size);
            if (match.Code == "row.left-out" || _suggested.TryGetValue(name, out var known))
            {
                return _suggested.GetValueOrDefault(name) ?? [];
            }

            return _suggested.Count >= mostNames ? [] : _suggested[name] = matcher.Articles.Suggest(row);
        }
    }

    private static string TooMany =>
        $"More than {QuantityFormat.MaxPieces} pieces of one article: perhaps a barcode.";

    private static (string Code, string Why)? FaultOf(LegacyRow row, QuantityFault fault) => fault switch
    {
        _ when row.HasSpareCells => (
            "row.too-many-cells",
            "More cells are filled than the header names; a separator stands inside one of them."),
        QuantityFault.Missing => ("row.no-quantity", "The row says no quantity."),
        QuantityFault.Unreadable => ("row.bad-quantity", "The quantity is no number."),
        QuantityFault.Fraction => ("row.fraction", "The quantity is no whole number of pieces."),
        QuantityFault.Ambiguous => (
            "row.ambiguous-quantity",
            "The mark may stand before decimals or between thousands, and no other row of the file tells."),
        QuantityFault.Absurd => ("row.absurd-quantity", TooMany),
        _ => null,
    };
}
