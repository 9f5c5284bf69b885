using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Catalog;

public static class CatalogModule
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton(CatalogueFeed.Container)
        .AddSingleton<Availability>()
        .AddSingleton<Storefront>()
        .AddSingleton<Promotions>()
        .AddSingleton<IPriceList, PriceList>()
        .AddSingleton<CatalogueFeed>()
        .AddHostedService(provider => provider.GetRequiredService<CatalogueFeed>());
}

/// <summary>All promotions; a handful, held in memory.</summary>
public sealed class Promotions
{
    private volatile IReadOnlyDictionary<string, Promotion> _all = new Dictionary<string, Promotion>();

    public Promotion? Find(string code) => _all.GetValueOrDefault(code);

    public void Know(IEnumerable<Promotion> promotions) =>
        _all = promotions.ToDictionary(promotion => promotion.Code, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Prices from the shop window's catalogue.</summary>
public sealed class PriceList(Storefront storefront, Promotions promotions) : IPriceList
{
    public PricedArticle? Find(Sku sku) => storefront.Catalogue.Find(sku) is { } found
        ? new PricedArticle(found.Product.Title, found.Variant.Color, found.Variant.Size, found.Variant.Price)
        : null;

    public Promotion? FindPromotion(string code) => promotions.Find(code);
}
