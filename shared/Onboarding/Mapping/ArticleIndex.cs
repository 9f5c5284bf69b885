using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding.Legacy;

namespace TwistedThreads.Commerce.Onboarding.Mapping;

/// <summary>An article of ours that a legacy row may mean. Never taken without a person.</summary>
/// <param name="Score">1 for the same, 0 for nothing in common; two decimals.</param>
public sealed record Suggestion(Sku Sku, decimal Score);

/// <summary>Our articles as they can be looked for with names of others. Immutable; the same question has always the
/// same answer.</summary>
public sealed class ArticleIndex
{
    private const int MostSuggestions = 5;
    private const int Looked = 24;
    private const decimal Least = 0.6m;
    private readonly Entry[] _entries;
    private readonly ILookup<string, Sku> _byNormalForm;
    private readonly Dictionary<string, List<int>> _byPiece = new(StringComparer.Ordinal);

    public ArticleIndex(Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        Catalogue = catalogue;
        _entries =
        [
            .. catalogue.Products
                .SelectMany(product => product.Variants.Select(variant => new Entry(product, variant)))
                .OrderBy(entry => entry.Sku.Value, StringComparer.Ordinal),
        ];
        _byNormalForm = _entries.ToLookup(entry => entry.Form, entry => entry.Sku, StringComparer.Ordinal);
        for (var number = 0; number < _entries.Length; number++)
        {
            foreach (var piece in Pieces(_entries[number].Form, _entries[number].Words))
            {
                (_byPiece.TryGetValue(piece, out var known) ? known : _byPiece[piece] = []).Add(number);
            }
        }
    }

    public Catalogue Catalogue { get; }

    /// <returns>Every article whose SKU differs from the name only by how it was typed.</returns>
    public IReadOnlyList<Sku> Alike(string name) => [.. _byNormalForm[NormalForm.Of(name)]];

    /// <summary>The articles that resemble a row the most, the best first; few, and none that resembles it
    /// little.</summary>
    public IReadOnlyList<Suggestion> Suggest(LegacyRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var form = NormalForm.Of(row.Article);
        var words = WordsOf(row.Article, row.Title, row.Colour, row.Size);
        return
        [
            .. Candidates(form, words)
                .Select(number => new Suggestion(_entries[number].Sku, Score(_entries[number], form, words)))
                .Where(suggestion => suggestion.Score >= Least)
                .OrderByDescending(suggestion => suggestion.Score)
                .ThenBy(suggestion => suggestion.Sku.Value, StringComparer.Ordinal)
                .Take(MostSuggestions),
        ];
    }

    // What shares many rare pieces is looked at closely; everything else cannot resemble the name.
    private IEnumerable<int> Candidates(string form, IReadOnlySet<string> words)
    {
        var weights = new Dictionary<int, double>();
        foreach (var piece in Pieces(form, words))
        {
            if (!_byPiece.TryGetValue(piece, out var numbers))
            {
                continue;
            }

            foreach (var number in numbers)
            {
                weights[number] = weights.GetValueOrDefault(number) + (1.0 / numbers.Count);
            }
        }

        return weights
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(Looked).Select(pair => pair.Key);
    }

    private static decimal Score(Entry entry, string form, IReadOnlySet<string> words) => Math.Round(
        (decimal)Math.Max(
            form.Length == 0 ? 0 : Likeness.OfLetters(form, entry.Form), Likeness.OfWords(words, entry.Words)),
        2);

    // Three letters in a row of the name, and whole words: what a typing mistake leaves of a name is mostly pieces.
    private static IEnumerable<string> Pieces(string form, IReadOnlySet<string> words) => Enumerable
        .Range(0, Math.Max(0, form.Length - 2)).Select(at => form.Substring(at, 3))
        .Distinct(StringComparer.Ordinal)
        .Concat(words.Select(word => "=" + word));

    private static HashSet<string> WordsOf(params ReadOnlySpan<string> texts)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            words.UnionWith(SearchWords.OfQuery(text));
        }

        return words;
    }

    private sealed class Entry(Product product, Variant variant)
    {
        public Sku Sku { get; } = variant.Sku;

        public string Form { get; } = NormalForm.Of(variant.Sku.Value);

        public IReadOnlySet<string> Words { get; } = WordsOf(product.Title, variant.Color, variant.Size);
    }
}
