using System.Reflection;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Conventions.Tests;

/// <summary>Between capabilities of <c>shared/</c> only ids and facts cross, along these arrows and never in a
/// circle.</summary>
public sealed class NeighbourTests
{
    private const string Root = "TwistedThreads.Commerce";
    private static readonly Assembly Commerce = typeof(Money).Assembly;

    // The kernel is everybody's neighbour and has none.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Kernel"] = [],
        ["Catalog"] = [],
        ["Operations"] = [],
        ["Scanners"] = ["Catalog"],
        ["Inventory"] = ["Catalog", "Scanners"],
        ["Onboarding"] = ["Catalog", "Inventory", "Scanners"],
        ["Checkout"] = ["Catalog", "Inventory"],
        // Not Catalog: an order keeps what the quote said, whatever becomes of the product.
        ["Orders"] = ["Checkout", "Inventory"],
        // Checkout too: dispatch captures the payment, allocation closes the cart (docs/decisions).
        ["Fulfilment"] = ["Orders", "Inventory", "Scanners", "Checkout"],
        ["Forecasting"] = ["Catalog", "Inventory", "Orders"],
        ["Personalization"] = ["Catalog", "Orders"],
        ["Traceability"] = ["Catalog", "Scanners", "Inventory"],
        ["Finance"] = ["Orders", "Fulfilment", "Inventory"],
    };

    private static readonly IReadOnlyList<string> Capabilities = Repository.FoldersOf("shared");
    private static readonly Neighbours Mentions = new(Commerce, Root, Capabilities);

    private static readonly IReadOnlyList<(SourceFile File, string From, string To)> Arrows =
    [
        .. from file in Repository.SourcesIn("shared")
           let owner = file.Path.Split('/')[1]
           from other in Mentions.In(file.Code)
           where other != owner
           select (file, owner, other),
    ];

    [Fact]
    public void Every_capability_of_the_trade_is_on_the_map() =>
        Verdict.None("Add the folder's arrows to this test.", Capabilities.Except(Allowed.Keys));

    [Fact]
    public void A_capability_knows_only_its_allowed_neighbours() => Verdict.None(
        "This arrow is not on the map.",
        Arrows.Where(arrow => arrow.From == "Kernel"
                || (arrow.To != "Kernel" && !Allowed[arrow.From].Contains(arrow.To)))
            .SelectMany(arrow => Mentions.Places(arrow.File, arrow.To)));

    [Fact]
    public void Neither_the_map_nor_the_code_leads_in_a_circle()
    {
        Assert.Null(CircleIn(Allowed.SelectMany(entry => entry.Value.Select(to => (entry.Key, to)))));
        Assert.Null(CircleIn(Arrows.Select(arrow => (arrow.From, arrow.To))));
    }

    [Fact]
    public void A_circle_would_be_found() => Assert.NotNull(CircleIn([("A", "B"), ("B", "C"), ("C", "A"), ("D", "A")]));

    [Theory]
    [InlineData("using TwistedThreads.Commerce.Orders;")]
    [InlineData("using static TwistedThreads.Commerce.Orders.Order;")]
    [InlineData("using Sold = TwistedThreads.Commerce.Orders.Order;")]
    [InlineData("private Orders.Order? _order;")]
    [InlineData("private IReadOnlyList<Commerce.Orders.Order> _orders;")]
    [InlineData("private global::TwistedThreads.Commerce.Orders.Order? _order;")]
    public void A_mention_would_be_found(string line) => Assert.Equal(["Orders"], Mentions.In(line));

    [Theory]
    [InlineData("namespace TwistedThreads.Commerce.Orders;")]
    [InlineData("var count = page.Orders.Count;")]
    [InlineData("var open = Orders.Where(order => order.IsOpen);")]
    public void A_mere_likeness_would_pass(string line) => Assert.Empty(Mentions.In(line));

    [Fact]
    public void No_arrow_hides_in_a_global_using() => Verdict.None(
        "Say what a file uses in the file.",
        Repository.SourcesIn("shared")
            .Where(file => file.Code.Contains("global using", StringComparison.Ordinal))
            .Select(file => file.Path)
            .Concat(Repository.Files("shared", "*.csproj")
                .Where(path => Repository.Read(path).Contains("<Using", StringComparison.Ordinal))));

    [Fact]
    public void A_namespace_is_the_way_to_its_file() => Verdict.None(
        "Folder and namespace go together.",
        from file in Repository.SourcesIn("shared").Concat(Repository.SourcesIn("functions"))
        let parts = file.Path.Split('/')
        let root = parts[0] == "shared" ? Root : "TwistedThreads.Functions"
        let expected = string.Join('.', parts[1..^1].Prepend(root))
        where parts[^1] != "Program.cs"
        where !file.Code.Contains($"namespace {expected};", StringComparison.Ordinal)
        select $"{file.Path} is not in {expected}");

    /// <returns>The places on a circle; null when every walk ends.</returns>
    private static string? CircleIn(IEnumerable<(string From, string To)> arrows)
    {
        var left = arrows.Distinct().ToList();
        var before = -1;
        while (left.Count != before)
        {
            before = left.Count;
            left = [.. left.Where(arrow => left.Any(next => next.From == arrow.To))];
        }

        return left.Count == 0 ? null : string.Join(", ", left.Select(arrow => $"{arrow.From} → {arrow.To}"));
    }
}
