namespace TwistedThreads.Commerce.Catalog;

/// <summary>How a list of products is ordered.</summary>
public enum ProductOrder
{
    /// <summary>Best match first, then most popular; most popular first without a query.</summary>
    Popular,

    /// <summary>Latest launch first.</summary>
    Newest,

    /// <summary>Cheapest first.</summary>
    Price,

    /// <summary>Dearest first.</summary>
    PriceDescending,
}

/// <summary>What a customer asks of the list; null and empty mean "any".</summary>
public sealed record ProductFilter(string? Category, string? Color, string? Size, string? Query, ProductOrder Order);

/// <summary>How many of the found products come in one colour, size or category.</summary>
public sealed record FacetCount(string Value, int Count);

/// <summary>All matches in order, and the counts beside them.</summary>
public sealed record ProductMatches(
    IReadOnlyList<Product> Products, IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets);

/// <summary>Finds products in memory. A query matches when each of its words begins a word of the product.</summary>
public sealed class CatalogueSearch
{
    private readonly Entry[] _entries;

    public CatalogueSearch(Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        _entries = [.. catalogue.Products.Select(product => new Entry(product))];
    }

    public ProductMatches Find(ProductFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var words = SearchWords.OfQuery(filter.Query ?? string.Empty);
        var asked = !string.IsNullOrWhiteSpace(filter.Query);
        var found = _entries
            .Where(entry => Matches(entry.Product, filter))
            .Select(entry => (entry.Product, Score: asked ? entry.Score(words) : 1))
            .Where(match => match.Score > 0)
            .ToList();
        return new ProductMatches(
            [.. Ordered(found, filter.Order).Select(match => match.Product)],
            Facets(found.Select(match => match.Product)));
    }

    private static bool Matches(Product product, ProductFilter filter) =>
        (filter.Category is null || product.Category == filter.Category)
        && ((filter.Color is null && filter.Size is null) || product.Variants.Any(variant =>
            (filter.Color is null || variant.Color == filter.Color)
            && (filter.Size is null || variant.Size == filter.Size)));

    // The id last: an order that never ties can be continued after any element.
    private static IOrderedEnumerable<(Product Product, int Score)> Ordered(
        IEnumerable<(Product Product, int Score)> found, ProductOrder order) => (order switch
        {
            ProductOrder.Newest => found.OrderByDescending(match => match.Product.Launched),
            ProductOrder.Price => found.OrderBy(match => match.Product.PriceFrom),
            ProductOrder.PriceDescending => found.OrderByDescending(match => match.Product.PriceFrom),
            _ => found.OrderByDescending(match => match.Score).ThenByDescending(match => match.Product.Popularity),
        }).ThenBy(match => match.Product.Id, StringComparer.Ordinal);

    private static Dictionary<string, IReadOnlyList<FacetCount>> Facets(IEnumerable<Product> products)
    {
        var found = products.ToList();
        return new Dictionary<string, IReadOnlyList<FacetCount>>(StringComparer.Ordinal)
        {
            ["category"] = Counts(found.Select(product => product.Category)),
            ["color"] = Counts(found.SelectMany(product => product.Colors)),
            ["size"] = Counts(found.SelectMany(product => product.Sizes)),
        };
    }

    private static List<FacetCount> Counts(IEnumerable<string> values) =>
    [
        .. values.CountBy(value => value, StringComparer.Ordinal)
            .OrderByDescending(count => count.Value)
            .ThenBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => new FacetCount(count.Key, count.Value)),
    ];

    private sealed class Entry(Product product)
    {
        private readonly string[] _title = [.. SearchWords.Of(product.Title)];

        private readonly string[] _rest =
        [
            .. SearchWords.Of(product.Category)
                .Concat(product.Tags.SelectMany(SearchWords.Of))
                .Concat(product.Colors.SelectMany(SearchWords.Of))
                .Concat(SearchWords.Of(product.Fabric))
                .Concat(SearchWords.Of(product.Description))
                .Concat(product.Variants
                    .Select(variant => variant.Sku.Value.ToLowerInvariant())
                    .SelectMany(SearchWords.Of))
                .Distinct(StringComparer.Ordinal),
        ];

        public Product Product { get; } = product;

        /// <summary>Zero when a word is not found; a word in the title counts three times one elsewhere.</summary>
        public int Score(IReadOnlyList<string> words)
        {
            var score = 0;
            foreach (var word in words)
            {
                var found = Begins(_title, word) ? 3 : Begins(_rest, word) ? 1 : 0;
                if (found == 0)
                {
                    return 0;
                }

                score += found;
            }

            return score;
        }

        private static bool Begins(string[] words, string start) =>
            Array.Exists(words, word => word.StartsWith(start, StringComparison.Ordinal));
    }
}
