using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Catalog;

/// <summary>Shows one product, and where its variants are to be had.</summary>
public sealed class ShowProduct(Storefront storefront, Availability availability, Locations locations)
{
    private static readonly Refusal NotFound = Refusal.NotFound("product.not-found", "There is no such product.");

    /// <summary>A product by id or slug, with variants and structured data for search engines.</summary>
    [Function("ShowProduct")]
    [AllowAnonymous]
    [ProducesResponseType<ProductView>(200)]
    public IResult Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "products/{idOrSlug}")] HttpRequest request,
        string idOrSlug) =>
        storefront.Product(idOrSlug) ?? NotFound.ToProblem();

    /// <summary>What each location can promise of each variant of a product.</summary>
    [Function("ShowAvailability")]
    [AllowAnonymous]
    [ProducesResponseType<AvailabilityView>(200)]
    public IResult ShowAvailability(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "products/{id}/availability")]
        HttpRequest request,
        string id) =>
        storefront.Catalogue.Find(id) is not { } product
            ? NotFound.ToProblem()
            : Storefront.Render(new AvailabilityView(
                product.Id,
                [.. product.Variants.Select(variant => new VariantAvailabilityView(variant.Sku, At(variant.Sku)))]));

    private IReadOnlyList<LocationAvailabilityView> At(Sku sku) =>
    [
        .. availability.ByLocation(sku)
            .OrderBy(level => level.Key.Value, StringComparer.Ordinal)
            .Select(level => new LocationAvailabilityView(
                level.Key,
                locations.Find(level.Key)?.Name ?? level.Key.Value,
                Math.Min(Availability.Cap, level.Value),
                level.Value > Availability.Cap)),
    ];
}
