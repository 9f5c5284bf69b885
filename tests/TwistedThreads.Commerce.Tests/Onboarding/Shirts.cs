using System.Globalization;
using System.Text;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding.Legacy;
using TwistedThreads.Commerce.Onboarding.Mapping;

namespace TwistedThreads.Commerce.Tests.Onboarding;

/// <summary>A small catalogue, and files of shops that sell from it.</summary>
internal static class Shirts
{
    private static readonly string[] Colours = ["navy", "white", "black", "forest"];
    private static readonly string[] Sizes = ["S", "M", "L", "XL"];

    public static Catalogue Catalogue { get; } = new(
    [
        Of("crew", "TEE-CREW", "Classic Crew Tee"), Of("vneck", "TEE-VNECK", "Everyday V-Neck"),
        Of("hood", "HOOD-ZIP", "Zip Hoodie"), Of("odd", "TEE-ODD", "Odd Tee"),
        Twins,
    ]);

    public static ArticleIndex Index { get; } = new(Catalogue);

    public static IReadOnlyList<Variant> Variants { get; } =
        [.. Catalogue.Products.SelectMany(product => product.Variants)];

    public static Variant Navy { get; } = Variants.Single(variant => variant.Sku.Value == "TEE-CREW-NAVY-M");

    public static LegacyFile File(string text) => LegacyFile.Read(Encoding.UTF8.GetBytes(text)).Value;

    public static StockMapping Map(string text, string own = "") => StockMapping.Of(
        File(text),
        new ArticleMatcher(Index, OwnMapping.Read(Encoding.UTF8.GetBytes(own), Catalogue).Value), suggests: true);

    /// <summary>The fate of the only row below a header.</summary>
    public static MappedRow Row(string header, string row, string own = "") =>
        Assert.Single(Map($"{header}\n{row}\n", own).Rows);

    // Two SKUs that only differ by how a zero is typed.
    private static Product Twins => Product("twins", "Twin Tee", [
        Variant("TWIN-0-M", "grey", "M", 901), Variant("TWIN-O-M", "grey", "M", 902),
    ]);

    private static Product Of(string id, string code, string title)
    {
        var number = 100 * (1 + Array.IndexOf(["crew", "vneck", "hood", "odd"], id));
        return Product(id, title, [
            .. from colour in Colours
               from size in Sizes
               select Variant($"{code}-{colour.ToUpperInvariant()}-{size}", colour, size, number++),
        ]);
    }

    private static Product Product(string id, string title, IReadOnlyList<Variant> variants) => new(
        $"prd_{id}", id, title, "Made to last.", "tees", "cotton", "regular", "image", new DateOnly(2026, 1, 1), 1, [],
        variants);

    private static Variant Variant(string sku, string colour, string size, int number)
    {
        var digits = number.ToString("400638100000", CultureInfo.InvariantCulture);
        var gtin = Gtin.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}{CheckDigit.Of(digits)}"));
        return new Variant(Sku.Parse(sku), gtin, colour, size, Money.Euros(19.90m), 150, Personalisable: false);
    }
}
