using System.Collections.Concurrent;
using System.Text.Json;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Catalog;

/// <summary>The shop window: everything the whole world reads, from memory, rendered once and kept until it changes. No
/// request here reaches the document store.</summary>
public sealed class Storefront(Availability availability)
{
    private const int KeptPages = 2000;
    private readonly ConcurrentDictionary<string, Kept> _products = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Kept> _pages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _inStock = new(StringComparer.Ordinal);
    private volatile Contents _contents = new(Catalogue.Empty);
    private long _version;

    public Catalogue Catalogue => _contents.Catalogue;

    /// <summary>Shows another catalogue from now on.</summary>
    public void Show(Catalogue catalogue)
    {
        _contents = new Contents(catalogue);
        Forget();
    }

    /// <summary>What is told of any SKU may have changed: everything is rendered anew when next asked for.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _version);
        _inStock.Clear();
        _products.Clear();
        _pages.Clear();
    }

    /// <summary>What is told of a SKU has changed: its product is rendered anew when next asked for.</summary>
    public void StockChanged(Sku sku)
    {
        if (Catalogue.Find(sku) is not { } found)
        {
            return;
        }

        Interlocked.Increment(ref _version);
        _products.TryRemove(found.Product.Id, out _);
        var isInStock = IsInStock(found.Product);
        if (!_inStock.TryGetValue(found.Product.Id, out var was) || was != isInStock)
        {
            _inStock[found.Product.Id] = isInStock;
            _pages.Clear();
        }
    }

    /// <returns>The rendered product; null when there is none of that id or slug.</returns>
    public IResult? Product(string idOrSlug)
    {
        if (_products.TryGetValue(idOrSlug, out var kept))
        {
            return kept.Result;
        }

        return Catalogue.Find(idOrSlug) is not { } product ? null
            : _products.TryGetValue(product.Id, out kept) ? kept.Result
            : Keep(_products, product.Id, () => Render(ViewOf(product)));
    }

    /// <summary>A rendered page; kept by <paramref name="key"/>, which names everything that it depends on.</summary>
    public Result<PrerenderedResult> Page(string key, Func<Result<PrerenderedResult>> render)
    {
        ArgumentNullException.ThrowIfNull(render);
        if (_pages.TryGetValue(key, out var kept))
        {
            return kept.Result;
        }

        var version = Interlocked.Read(ref _version);
        var rendered = render();
        if (rendered.IsRefused)
        {
            return rendered;
        }

        // Whoever asks for endless different pages must not keep the popular ones out: begin anew.
        if (_pages.Count >= KeptPages)
        {
            _pages.Clear();
        }

        return Keep(_pages, key, () => rendered.Value, version);
    }

    public ProductMatches Find(ProductFilter filter) => _contents.Search.Find(filter);

    public ProductSummaryView Summary(Product product)
    {
        ArgumentNullException.ThrowIfNull(product);
        return ProductSummaryView.Of(product, IsInStock(product));
    }

    public static PrerenderedResult Render<T>(T view, string? link = null) =>
        new PrerenderedResult(JsonSerializer.SerializeToUtf8Bytes(view, ShopJson.Stored), link);

    // What was rendered from older facts than the latest is shown once and not kept.
    private PrerenderedResult Keep(
        ConcurrentDictionary<string, Kept> kept, string key, Func<PrerenderedResult> render, long? renderedAt = null)
    {
        var version = renderedAt ?? Interlocked.Read(ref _version);
        var entry = new Kept(render());
        kept[key] = entry;
        if (Interlocked.Read(ref _version) != version)
        {
            kept.TryRemove(KeyValuePair.Create(key, entry));
        }

        return entry.Result;
    }

    private bool IsInStock(Product product) => product.Variants.Any(variant => availability.Of(variant.Sku) > 0);

    private ProductView ViewOf(Product product) => new(
        product.Id, product.Slug, product.Title, product.Description, product.Category, product.Fabric, product.Fit,
        product.Image, product.Launched, product.Tags, product.PriceFrom, product.Colors, product.Sizes,
        IsInStock(product),
        [
            .. product.Variants.Select(variant => new VariantView(
                variant.Sku, variant.Gtin.Value, variant.Color, variant.Size, variant.Price, variant.WeightGrams,
                Math.Min(Availability.Cap, availability.Of(variant.Sku)),
                availability.Of(variant.Sku) > Availability.Cap,
                variant.Personalisable)),
        ],
        ProductJsonLd.Of(product, availability.Of));

    private sealed record Kept(PrerenderedResult Result);

    private sealed class Contents(Catalogue catalogue)
    {
        public Catalogue Catalogue { get; } = catalogue;

        public CatalogueSearch Search { get; } = new(catalogue);
    }
}
