using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Catalog;

/// <summary>Lists and searches products, a page at a time, with the counts beside them.</summary>
public sealed class BrowseProducts(Storefront storefront, Cursors cursors)
{
    private const int UsualPage = 24;
    private const int MaxQuery = 200;

    /// <summary>Products by category, colour, size and words.</summary>
    [Function("ListProducts")]
    [AllowAnonymous]
    [ProducesResponseType<ProductListView>(200)]
    [QueryParameter("category", "One category, such as tees.")]
    [QueryParameter("color", "Products that come in this colour.")]
    [QueryParameter("size", "Products that come in this size; with a colour, in both at once.")]
    [QueryParameter("q", "Words; each must begin a word of the product.")]
    [QueryParameter("sort", "newest, price, -price or popular.")]
    [QueryParameter("limit", "Products in a page, 1 to 100.")]
    [QueryParameter("cursor", "From the page before.")]
    public IResult List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "products")] HttpRequest request) =>
        Answer(request);

    /// <summary>Products by words alone: the same list, under the address that people guess.</summary>
    [Function("SearchProducts")]
    [AllowAnonymous]
    [ProducesResponseType<ProductListView>(200)]
    [QueryParameter("q", "Words; each must begin a word of the product.")]
    [QueryParameter("limit", "Products in a page, 1 to 100.")]
    [QueryParameter("cursor", "From the page before.")]
    public IResult Search(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "search")] HttpRequest request) =>
        Answer(request);

    /// <summary>The categories with their sizes.</summary>
    [Function("ListCategories")]
    [AllowAnonymous]
    [ProducesResponseType<CategoriesView>(200)]
    public IResult Categories(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "categories")] HttpRequest request) =>
        storefront.Page("categories", () => Storefront.Render(new CategoriesView(
        [
            .. storefront.Catalogue.Products
                .CountBy(product => product.Category, StringComparer.Ordinal)
                .OrderBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => new CategoryView(count.Key, count.Value)),
        ]))).Value;

    // Kept by the address as it was sent: equal addresses are equal questions, and nothing need be taken apart.
    private IResult Answer(HttpRequest request)
    {
        var page = storefront.Page(
            string.Concat(request.Path.Value, request.QueryString.Value),
            () => request.ReadLimit(UsualPage).Then(limit =>
                Question.Of(request.Query).Read().Then(filter => Render(request, filter, limit))));
        return page.IsRefused ? page.Refusal!.ToProblem() : page.Value;
    }

    private Result<PrerenderedResult> Render(HttpRequest request, ProductFilter filter, int limit)
    {
        var place = cursors.Read(request, filter.ToString());
        if (place.IsRefused)
        {
            return place.Refusal!;
        }

        var matches = storefront.Find(filter);
        var first = place.Value is { } last
            ? matches.Products.TakeWhile(product => product.Id != last).Count() + 1
            : 0;
        var items = matches.Products.Skip(first).Take(limit).ToList();
        var next = first + items.Count < matches.Products.Count && items.Count > 0
            ? cursors.Write(filter.ToString(), items[^1].Id)
            : null;
        return Storefront.Render(
            new ProductListView([.. items.Select(storefront.Summary)], matches.Facets, next),
            next is null ? null : Cursors.LinkTo(request, next));
    }

    private sealed record Question(string? Category, string? Color, string? Size, string? Query, string? Sort)
    {
        public static Question Of(IQueryCollection query) => new(
            query["category"], query["color"], query["size"], query["q"], query["sort"]);

        public Result<ProductFilter> Read()
        {
            ProductOrder? order = Sort switch
            {
                null or "" or "popular" => ProductOrder.Popular,
                "newest" => ProductOrder.Newest,
                "price" => ProductOrder.Price,
                "-price" => ProductOrder.PriceDescending,
                _ => null,
            };
            return order is null
                ? new Refusal(
                    RefusalKind.Malformed, "request.bad-sort", "Sort is one of newest, price, -price and popular.")
                : Query?.Length > MaxQuery
                    ? new Refusal(
                        RefusalKind.Malformed, "request.query-too-long", $"A query has {MaxQuery} characters at most.")
                : new ProductFilter(NullIfEmpty(Category), NullIfEmpty(Color), NullIfEmpty(Size), Query, order.Value);
        }

        private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }
}
