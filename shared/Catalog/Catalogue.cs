using System.Collections.Frozen;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Catalog;

/// <summary>All products at one moment, found by any of their names. Immutable; a change makes a new one.</summary>
public sealed class Catalogue
{
    private readonly FrozenDictionary<string, Product> _byName;
    private readonly FrozenDictionary<Sku, (Product Product, Variant Variant)> _bySku;
    private readonly FrozenDictionary<Gtin, Sku> _byGtin;

    public Catalogue(IEnumerable<Product> products)
    {
        Products = [.. products.OrderBy(product => product.Id, StringComparer.Ordinal)];
        _byName = Products
            .SelectMany(product => new[] { (Name: product.Id, product), (Name: product.Slug, product) })
            .DistinctBy(entry => entry.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(entry => entry.Name, entry => entry.product, StringComparer.Ordinal);
        _bySku = Products
            .SelectMany(product => product.Variants.Select(variant => (product, variant)))
            .DistinctBy(entry => entry.variant.Sku)
            .ToFrozenDictionary(entry => entry.variant.Sku);
        _byGtin = _bySku.Values
            .DistinctBy(entry => entry.Variant.Gtin)
            .ToFrozenDictionary(entry => entry.Variant.Gtin, entry => entry.Variant.Sku);
    }

    public static Catalogue Empty { get; } = new([]);

    /// <summary>Ordered by id.</summary>
    public IReadOnlyList<Product> Products { get; }

    public Product? Find(string idOrSlug) => _byName.GetValueOrDefault(idOrSlug);

    public (Product Product, Variant Variant)? Find(Sku sku) => _bySku.TryGetValue(sku, out var found) ? found : null;

    public Sku? Find(Gtin gtin) => _byGtin.TryGetValue(gtin, out var sku) ? sku : null;
}
