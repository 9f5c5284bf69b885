using TwistedThreads.Commerce.Catalog;

namespace TwistedThreads.Commerce.Tests.Catalog;

public sealed class CatalogueSearchTests
{
    private static readonly ProductFilter All = new(null, null, null, null, ProductOrder.Popular);

    private static readonly CatalogueSearch Search =
        new(new Catalogue([Products.Tee, Products.Hoodie, Products.Tank, Products.Cap]));

    // Popularity 90, 50, 50 and 10; the cap comes before the hoodie by its id.
    [Theory]
    [InlineData(ProductOrder.Popular, "tee cap hoodie tank")]
    [InlineData(ProductOrder.Newest, "hoodie cap tank tee")]
    [InlineData(ProductOrder.Price, "cap tank tee hoodie")]
    [InlineData(ProductOrder.PriceDescending, "hoodie tee tank cap")]
    public void Products_come_in_the_order_that_was_asked_for(ProductOrder order, string names) =>
        Assert.Equal(names, Names(All with { Order = order }));

    [Theory]
    [InlineData("tees", null, null, "tee tank")]
    [InlineData(null, "navy", null, "tee cap")]
    [InlineData(null, null, "M", "tee tank")]
    [InlineData(null, "white", "L", "tank")] // The tee is white and it comes in L, but not both.
    [InlineData("tees", "black", "M", "tank")]
    [InlineData("socks", null, null, "")]
    public void A_filter_leaves_what_has_a_variant_of_all_of_it(
        string? category, string? color, string? size, string names) =>
        Assert.Equal(names, Names(All with { Category = category, Color = color, Size = size }));

    [Theory]
    [InlineData("crew", "tee tank")]
    [InlineData("CRE", "tee tank")]
    [InlineData("rew", "")] // A word is found by its beginning.
    [InlineData("cafe", "cap")]
    [InlineData("zip organic", "hoodie")]
    [InlineData("zip linen", "")]
    [InlineData("hoodie-black-l", "hoodie")]
    [InlineData("lasts", "")]
    [InlineData("last", "tee cap hoodie tank")]
    [InlineData("", "tee cap hoodie tank")]
    [InlineData("   ", "tee cap hoodie tank")]
    [InlineData("!", "")] // Something was asked, and it is no word.
    public void A_query_finds_what_has_all_its_words(string query, string names) =>
        Assert.Equal(names, Names(All with { Query = query }));

    // All four are tagged "summer"; the tank, least popular, has it in its title.
    [Fact]
    public void A_word_in_the_title_counts_more_than_one_elsewhere() =>
        Assert.Equal("tank tee cap hoodie", Names(All with { Query = "summer" }));

    [Fact]
    public void A_query_in_the_order_of_prices_is_in_the_order_of_prices() =>
        Assert.Equal("tank tee", Names(All with { Query = "crew", Order = ProductOrder.Price }));

    [Fact]
    public void Facets_count_products_not_variants_the_most_frequent_first()
    {
        var facets = Search.Find(All).Facets;

        Assert.Equal(["black 2", "navy 2", "white 2"], Counts(facets["color"]));
        Assert.Equal(["L 3", "M 2", "one size 1"], Counts(facets["size"]));
        Assert.Equal(["tees 2", "caps 1", "hoodies 1"], Counts(facets["category"]));
    }

    [Fact]
    public void Facets_count_what_was_found()
    {
        var facets = Search.Find(All with { Query = "crew" }).Facets;

        Assert.Equal(["white 2", "black 1", "navy 1"], Counts(facets["color"]));
        Assert.Equal(["tees 2"], Counts(facets["category"]));
        Assert.Empty(Search.Find(All with { Query = "socks" }).Facets["color"]);
    }

    private static string Names(ProductFilter filter) =>
        string.Join(' ', Search.Find(filter).Products.Select(product => product.Id["prd_".Length..]));

    private static IEnumerable<string> Counts(IEnumerable<FacetCount> counts) =>
        counts.Select(count => $"{count.Value} {count.Count}");
}
