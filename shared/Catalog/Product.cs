using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Catalog;

/// <summary>What a customer sees as one article; what is sold are its <see cref="Variants"/>.</summary>
/// <param name="Id">Ours; never changes: <c>prd_classic-crew-tee</c>.</param>
/// <param name="Slug">The readable part of the address; unique, may change.</param>
/// <param name="Popularity">Higher sells more; only the order matters.</param>
public sealed record Product(
    string Id,
    string Slug,
    string Title,
    string Description,
    string Category,
    string Fabric,
    string Fit,
    string Image,
    DateOnly Launched,
    int Popularity,
    IReadOnlyList<string> Tags,
    IReadOnlyList<Variant> Variants)
{
    /// <exception cref="InvalidOperationException">A product without variants: the import refuses those.</exception>
    public Money PriceFrom => Variants.Min(variant => variant.Price);

    public IReadOnlyList<string> Colors =>
        [.. Variants.Select(variant => variant.Color).Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<string> Sizes =>
        [.. Variants.Select(variant => variant.Size).Distinct(StringComparer.Ordinal)];
}

/// <summary>One sellable combination of colour and size.</summary>
/// <param name="Price">Gross: value added tax included,
/// as consumers in the EU are shown it (Directive 98/6/EC).</param>
/// <param name="WeightGrams">Of one piece without packaging.</param>
/// <param name="Personalisable">Whether a design can be printed on it.</param>
public sealed record Variant(
    Sku Sku, Gtin Gtin, string Color, string Size, Money Price, int WeightGrams, bool Personalisable);
