using System.Globalization;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Tests.Catalog;

/// <summary>Four products of which tests can say what a search must find.</summary>
internal static class Products
{
    private static int _articles;

    public static Product Tee { get; } = Of(
        "tee", "Classic Crew Tee", "tees", "organic cotton", new DateOnly(2026, 1, 1), 90,
        ("navy", "M", 21.90m), ("navy", "L", 19.90m), ("white", "M", 19.90m));

    public static Product Hoodie { get; } = Of(
        "hoodie", "Zip Hoodie", "hoodies", "organic cotton", new DateOnly(2026, 3, 1), 50,
        ("black", "L", 49.90m));

    public static Product Tank { get; } = Of(
        "tank", "Summer Crew Tank", "tees", "linen", new DateOnly(2026, 2, 1), 10,
        ("white", "L", 14.90m), ("black", "M", 14.90m));

    public static Product Cap { get; } = Of(
        "cap", "Café Cap", "caps", "cotton", new DateOnly(2026, 2, 1), 50,
        ("navy", "one size", 9.00m));

    private static Product Of(
        string name,
        string title,
        string category,
        string fabric,
        DateOnly launched,
        int popularity,
        params (string Color, string Size, decimal Euros)[] variants) => new(
            $"prd_{name}", $"{name}-slug", title, "Made to last.", category, fabric, "regular", "image", launched,
            popularity, ["summer"],
            [.. variants.Select(variant => Of(name, variant.Color, variant.Size, variant.Euros))]);

    private static Variant Of(string name, string color, string size, decimal euros)
    {
        var digits = (++_articles).ToString("400638100000", CultureInfo.InvariantCulture);
        var gtin = Gtin.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}{CheckDigit.Of(digits)}"));
        var sku = Sku.Parse($"{name}-{color}-{size}".Replace(' ', '-').ToUpperInvariant());
        return new Variant(sku, gtin, color, size, Money.Euros(euros), 150, Personalisable: false);
    }
}
