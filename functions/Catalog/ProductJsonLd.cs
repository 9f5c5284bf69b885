using System.Globalization;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Catalog;

/// <summary>A product in the words of schema.org, for search engines:
/// a ProductGroup that varies by colour and size.</summary>
/// <remarks>Source: schema.org ProductGroup, Product and Offer, version 28.</remarks>
public static class ProductJsonLd
{
    private const string Schema = "https://schema.org/";

    public static IReadOnlyDictionary<string, object> Of(Product product, Func<Sku, int> available)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(available);
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["@context"] = Schema,
            ["@type"] = "ProductGroup",
            ["productGroupID"] = product.Id,
            ["name"] = product.Title,
            ["description"] = product.Description,
            ["image"] = product.Image,
            ["material"] = product.Fabric,
            ["brand"] = Thing("Brand", ("name", "Twisted Threads")),
            ["variesBy"] = new[] { Schema + "color", Schema + "size" },
            ["hasVariant"] = product.Variants.Select(variant => VariantOf(product, variant, available)).ToArray(),
        };
    }

    private static Dictionary<string, object> VariantOf(Product product, Variant variant, Func<Sku, int> available) =>
        Thing(
            "Product",
            ("name", $"{product.Title}, {variant.Color}, {variant.Size}"),
            ("sku", variant.Sku.Value),
            ("gtin14", variant.Gtin.Value),
            ("color", variant.Color),
            ("size", variant.Size),
            ("offers", Thing(
                "Offer",
                ("price", variant.Price.Amount.ToString("0.00", CultureInfo.InvariantCulture)),
                ("priceCurrency", variant.Price.Currency),
                ("availability", Schema + (available(variant.Sku) > 0 ? "InStock" : "OutOfStock")),
                ("itemCondition", Schema + "NewCondition"))));

    private static Dictionary<string, object> Thing(string type, params (string Name, object Value)[] members)
    {
        var thing = new Dictionary<string, object>(StringComparer.Ordinal) { ["@type"] = type };
        foreach (var (name, value) in members)
        {
            thing.Add(name, value);
        }

        return thing;
    }
}
