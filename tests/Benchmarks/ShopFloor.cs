using System.Net.Http.Headers;
using System.Text.Json;

namespace TwistedThreads.Benchmarks;

/// <summary>What the shop sells, and enough of it: the benchmark counts its speed, not its stock.</summary>
/// <param name="Slugs">Products whose pages are asked for.</param>
/// <param name="Skus">What the carts are filled with, one each; well stocked.</param>
/// <param name="WantedSku">What everybody wants at once; well stocked and not among the others.</param>
/// <param name="Terms">Words of titles to search for.</param>
internal sealed record ShopFloor(
    IReadOnlyList<string> Slugs, IReadOnlyList<string> Skus, string WantedSku, IReadOnlyList<string> Terms)
{
    private const int Products = 64;
    private const int StockedSkus = 256;
    private const int Pieces = 100_000;

    public static async Task<ShopFloor> VisitAsync(Uri shop, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = shop };
        var products = await ProductsAsync(http, cancellation);
        var slugs = products.Select(product => Text(product, "slug")).ToList();
        var terms = products.SelectMany(product => Text(product, "title").Split(' '))
            .Where(word => word.Length > 2 && word.All(char.IsAsciiLetter))
            .Distinct(StringComparer.OrdinalIgnoreCase);

        var skus = await SkusAsync(http, slugs, cancellation);
        await SignInAsync(http, cancellation);

        foreach (var sku in skus)
        {
            await StockAsync(http, sku, cancellation);
        }

        return new(slugs, skus[1..], skus[0], [.. terms.Take(48)]);
    }

    private static async Task<List<JsonElement>> ProductsAsync(HttpClient http, CancellationToken cancellation)
    {
        var products = new List<JsonElement>();

        for (var cursor = ""; products.Count < Products;)
        {
            var page = await http.GetFromJsonAsync<JsonElement>("/api/products?limit=24" + cursor, cancellation);
            products.AddRange(page.GetProperty("items").EnumerateArray());

            if (!page.TryGetProperty("nextCursor", out var next) || next.ValueKind != JsonValueKind.String)
            {
                break;
            }

            cursor = "&cursor=" + Uri.EscapeDataString(next.GetString()!);
        }

        return [.. products.Take(Products)];
    }

    private static async Task<List<string>> SkusAsync(
        HttpClient http, IEnumerable<string> slugs, CancellationToken cancellation)
    {
        var ofProducts = new List<List<string>>();

        foreach (var slug in slugs)
        {
            var product = await http.GetFromJsonAsync<JsonElement>("/api/products/" + slug, cancellation);
            var variants = product.GetProperty("variants").EnumerateArray();
            ofProducts.Add([.. variants.Select(variant => Text(variant, "sku"))]);
        }

        // The first variant of every product, then the second of every product: the widest spread first.
        return [.. ofProducts.SelectMany(skus => skus.Index())
            .OrderBy(sku => sku.Index).Select(sku => sku.Item).Distinct(StringComparer.Ordinal).Take(StockedSkus + 1)];
    }

    private static async Task SignInAsync(HttpClient http, CancellationToken cancellation)
    {
        var operatorOfBenchmarks = new { name = "benchmark", roles = new[] { "operator" } };
        using var answer = await http.PostAsJsonAsync("/api/dev/sign-in", operatorOfBenchmarks, cancellation);
        await RequireAsync(answer, cancellation);
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Text(session, "token"));
    }

    private static async Task StockAsync(HttpClient http, string sku, CancellationToken cancellation)
    {
        var level = new { sku, location = "WH1", onHand = Pieces };
        using var answer = await http.PostAsJsonAsync("/api/dev/stock", level, cancellation);
        await RequireAsync(answer, cancellation);
    }

    private static async Task RequireAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
        {
            var body = await answer.Content.ReadAsStringAsync(cancellation);
            var target = answer.RequestMessage?.RequestUri;
            throw new InvalidOperationException($"{target}: {(int)answer.StatusCode} {body}");
        }
    }

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
