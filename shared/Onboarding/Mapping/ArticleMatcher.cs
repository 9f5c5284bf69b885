using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding.Legacy;

namespace TwistedThreads.Commerce.Onboarding.Mapping;

/// <summary>By what a row was recognised.</summary>
public enum MatchMethod
{
    /// <summary>The shop's own mapping says so; it goes before everything else.</summary>
    OwnMapping,

    /// <summary>Its barcode is that of the article.</summary>
    Gtin,

    /// <summary>Its name is the SKU.</summary>
    Sku,

    /// <summary>Its name is the SKU typed otherwise, and no other's.</summary>
    NormalForm,
}

/// <summary>Which article a row means, or why that is not known.</summary>
/// <param name="Code">Why not; null when it is known.</param>
/// <param name="Why">One sentence.</param>
/// <param name="Warnings">Codes of what is odd about the row.</param>
public sealed record ArticleMatch(
    Sku? Sku, MatchMethod? Method, string? Code, string? Why, IReadOnlyList<string> Warnings,
    IReadOnlyList<Sku> Candidates);

/// <summary>Says which article of ours a legacy row means. Nothing is taken on a guess: a row is recognised by what
/// names one article and no other, or not at all.</summary>
/// <param name="own">The shop's own mapping by <see cref="NormalForm.KeyOf"/>; null leaves the article out.</param>
public sealed class ArticleMatcher(ArticleIndex articles, IReadOnlyDictionary<string, Sku?> own)
{
    public ArticleIndex Articles => articles;

    public ArticleMatch Match(LegacyRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Name.Length == 0)
        {
            return Unknown("row.no-article", "The row names neither an article nor a barcode.", []);
        }

        if (own.TryGetValue(NormalForm.KeyOf(row.Name), out var mapped))
        {
            return mapped is { } sku
                ? new ArticleMatch(sku, MatchMethod.OwnMapping, null, null, [], [])
                : Unknown("row.left-out", "The shop's own mapping leaves this article out.", []);
        }

        var (byGtin, warning) = ByGtin(row.Gtin);
        List<string> warnings = warning is null ? [] : [warning];
        var (byName, method, isAmbiguous) = ByName(row.Article);
        return (byGtin, byName) switch
        {
            _ when isAmbiguous => Unknown(
                "row.ambiguous-article", "The name may mean several articles: say in the mapping which.", warnings) with
            {
                Candidates = articles.Alike(row.Article),
            },
            ({ } one, { } other) when one != other => Unknown(
                "row.ambiguous-article", $"The barcode is that of {one}, the name that of {other}.", warnings) with
            {
                Candidates = [one, other],
            },
            ({ } one, _) => new ArticleMatch(one, MatchMethod.Gtin, null, null, warnings, []),
            (null, { } other) => new ArticleMatch(other, method, null, null, warnings, []),
            _ when warning == "row.bad-gtin" => Unknown(
                "row.bad-gtin", "The barcode is no GTIN (wrong length or check digit), and the name is unknown.", []),
            _ => Unknown("row.unknown-article", "No article of ours has this name or barcode.", warnings),
        };
    }

    private static ArticleMatch Unknown(string code, string why, IReadOnlyList<string> warnings) =>
        new(null, null, code, why, warnings, []);

    private (Sku? Sku, string? Warning) ByGtin(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return digits.Trim('0').Length == 0 ? (null, null)
            : !Gtin.TryParse(digits, out var gtin) ? (null, "row.bad-gtin")
            : articles.Catalogue.Find(gtin) is { } sku ? (sku, null)
            : (null, gtin.IsRestricted ? "row.internal-gtin" : "row.foreign-gtin");
    }

    private (Sku? Sku, MatchMethod Method, bool IsAmbiguous) ByName(string article)
    {
        if (Sku.TryParse(article, out var sku) && articles.Catalogue.Find(sku) is not null)
        {
            return (sku, MatchMethod.Sku, false);
        }

        if (Gtin.TryParse(article, out var gtin) && articles.Catalogue.Find(gtin) is { } named)
        {
            return (named, MatchMethod.Gtin, false);
        }

        var alike = article.Length == 0 ? [] : articles.Alike(article);
        return (alike.Count == 1 ? alike[0] : null, MatchMethod.NormalForm, alike.Count > 1);
    }
}
