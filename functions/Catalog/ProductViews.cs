using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Catalog;

/// <summary>A product in a list.</summary>
public sealed record ProductSummaryView(
    string Id,
    string Slug,
    string Title,
    string Image,
    Money PriceFrom,
    IReadOnlyList<string> Colors,
    IReadOnlyList<string> Sizes,
    bool InStock)
{
    public static ProductSummaryView Of(Product product, bool inStock)
    {
        ArgumentNullException.ThrowIfNull(product);
        return new(
            product.Id, product.Slug, product.Title, product.Image, product.PriceFrom, product.Colors, product.Sizes,
            inStock);
    }
}

/// <summary>A page of products with the counts of the whole result.</summary>
public sealed record ProductListView(
    IReadOnlyList<ProductSummaryView> Items,
    IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets,
    string? NextCursor);

/// <summary>One colour and size. What is available is told up to twenty pieces.</summary>
public sealed record VariantView(
    Sku Sku,
    string Gtin,
    string Color,
    string Size,
    Money Price,
    int WeightGrams,
    int Available,
    bool AvailableIsCapped,
    bool Personalisable);

/// <summary>A product in full.</summary>
public sealed record ProductView(
    string Id,
    string Slug,
    string Title,
    string Description,
    string Category,
    string Fabric,
    string Fit,
    string Image,
    DateOnly Launched,
    IReadOnlyList<string> Tags,
    Money PriceFrom,
    IReadOnlyList<string> Colors,
    IReadOnlyList<string> Sizes,
    bool InStock,
    IReadOnlyList<VariantView> Variants,
    IReadOnlyDictionary<string, object> JsonLd);

/// <summary>The categories that products are in.</summary>
public sealed record CategoriesView(IReadOnlyList<CategoryView> Items);

public sealed record CategoryView(string Category, int Products);

/// <summary>What each location can promise of each variant.</summary>
public sealed record AvailabilityView(string ProductId, IReadOnlyList<VariantAvailabilityView> Variants);

public sealed record VariantAvailabilityView(Sku Sku, IReadOnlyList<LocationAvailabilityView> Locations);

public sealed record LocationAvailabilityView(LocationId Location, string Name, int Available, bool AvailableIsCapped);
