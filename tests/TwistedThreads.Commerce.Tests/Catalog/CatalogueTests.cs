using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Tests.Catalog;

public sealed class CatalogueTests
{
    private static readonly Product Tee = Products.Tee;
    private static readonly Catalogue Shop = new([Products.Hoodie, Tee]);

    [Fact]
    public void A_product_is_found_by_each_of_its_names()
    {
        Assert.Same(Tee, Shop.Find(Tee.Id));
        Assert.Same(Tee, Shop.Find(Tee.Slug));
        Assert.Null(Shop.Find("no-such-tee"));
    }

    [Fact]
    public void A_variant_is_found_by_its_article_number_and_by_its_bar_code()
    {
        var variant = Tee.Variants[1];

        Assert.Equal((Tee, variant), Shop.Find(variant.Sku));
        Assert.Equal(variant.Sku, Shop.Find(variant.Gtin));
        Assert.Null(Shop.Find(Sku.Parse("NO-SUCH-TEE")));
        Assert.Null(Shop.Find(Gtin.Parse("4006381333931")));
    }

    [Fact]
    public void Products_are_in_the_order_of_their_ids() =>
        Assert.Equal(["prd_hoodie", "prd_tee"], Shop.Products.Select(product => product.Id));

    [Fact]
    public void An_article_number_or_name_that_two_products_claim_belongs_to_the_first()
    {
        var copy = Tee with { Id = "prd_zzz" };

        var shop = new Catalogue([copy, Tee]);

        Assert.Same(Tee, shop.Find(Tee.Slug));
        Assert.Same(Tee, shop.Find(Tee.Variants[0].Sku)!.Value.Product);
    }

    [Fact]
    public void A_product_costs_from_its_cheapest_variant_and_names_each_colour_once()
    {
        Assert.Equal(Money.Euros(19.90m), Tee.PriceFrom);
        Assert.Equal(["navy", "white"], Tee.Colors);
        Assert.Equal(["M", "L"], Tee.Sizes);
    }

    [Fact]
    public void An_empty_catalogue_finds_nothing() => Assert.Null(Catalogue.Empty.Find(Tee.Id));
}
