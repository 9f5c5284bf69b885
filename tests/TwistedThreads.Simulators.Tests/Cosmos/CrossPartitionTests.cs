using Microsoft.Azure.Cosmos;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Simulators.Tests.Cosmos;

public sealed class CrossPartitionTests
{
    private const int Lines = 60;

    private const string Composite =
        """
        {"indexingMode":"consistent","includedPaths":[{"path":"/*"}],"excludedPaths":[{"path":"/text/?"}],
        "compositeIndexes":[[{"path":"/kind","order":"ascending"},{"path":"/n","order":"descending"}]]}
        """;

    [Theory]
    [InlineData("SELECT VALUE c.n FROM c ORDER BY c.n", "0,1,2,3,4")]
    [InlineData("SELECT VALUE c.n FROM c ORDER BY c.n DESC", "59,58,57,56,55")]
    [InlineData("SELECT VALUE c.n FROM c WHERE c.n > 10 OR c.n = 3 ORDER BY c.n", "3,11,12,13,14")]
    [InlineData("SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 7 LIMIT 3", "7,8,9")]
    [InlineData("SELECT TOP 2 VALUE c.n FROM c ORDER BY c.n DESC", "59,58")]
    [InlineData("SELECT VALUE c.n FROM c ORDER BY c.kind, c.n DESC", "57,54,51,48,45")]
    [InlineData("SELECT VALUE c.n FROM c ORDER BY c.kind DESC, c.n", "2,5,8,11,14")]
    [InlineData("SELECT VALUE COUNT(1) FROM c", "60")]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE c.kind = 'k1'", "20")]
    [InlineData("SELECT VALUE SUM(c.n) FROM c", "1770")]
    [InlineData("SELECT VALUE MIN(c.n) FROM c WHERE c.n > 5", "6")]
    [InlineData("SELECT VALUE MAX(c.n) FROM c", "59")]
    [InlineData("SELECT VALUE AVG(c.n) FROM c", "29.5")]
    [InlineData("SELECT VALUE c.n FROM c WHERE c.orderId = 'o7'", "7")]
    [InlineData("SELECT VALUE c.n FROM c WHERE c.orderId IN ('o7', 'o8') ORDER BY c.n", "7,8")]
    public async Task Answers_of_all_partitions_are_merged(string query, string start)
    {
        await using var shop = await FilledAsync();

        var small = await QueryTests.QueryAsync<double>(shop.Orders, query, null, 4);
        var large = await QueryTests.QueryAsync<double>(shop.Orders, query, null, 100);

        Assert.Equal(start, string.Join(',', large.Take(5)));
        Assert.Equal(large, small);
    }

    [Fact]
    public async Task A_merged_query_goes_on_from_its_continuation()
    {
        await using var shop = await FilledAsync();
        var all = new List<double>();
        string? continuation = null;
        do
        {
            using var pages = shop.Orders.GetItemQueryIterator<double>(
                "SELECT VALUE c.n FROM c WHERE c.n >= 5 ORDER BY c.n",
                continuation,
                new QueryRequestOptions { MaxItemCount = 7 });
            var page = await pages.ReadNextAsync();
            all.AddRange(page);
            continuation = page.ContinuationToken;
        }
        while (continuation is not null);

        Assert.Equal(Enumerable.Range(5, 55).Select(n => (double)n), all);
    }

    [Fact]
    public async Task Keys_spread_over_partitions_as_the_client_expects()
    {
        await using var shop = await FilledAsync();
        var ranges = await shop.Orders.GetFeedRangesAsync();

        var counts = new List<int>();
        foreach (var range in ranges)
        {
            using var feed = shop.Orders.GetChangeFeedIterator<Line>(
                ChangeFeedStartFrom.Beginning(range), ChangeFeedMode.LatestVersion);
            counts.Add((await feed.ReadNextAsync()).Count);
        }

        Assert.Equal(3, ranges.Count);
        Assert.All(counts, count => Assert.InRange(count, 5, 40));
        Assert.Equal(Lines, counts.Sum());
    }

    [Fact]
    public async Task Many_items_are_read_at_once()
    {
        await using var shop = await FilledAsync();

        var read = await shop.Orders.ReadManyItemsAsync<Line>(
            [.. Enumerable.Range(0, 20).Select(n => ($"l{n}", new PartitionKey($"o{n}")))]);

        Assert.Equal(Enumerable.Range(0, 20), read.Select(line => (int)line.n).Order());
    }

    [Theory]
    [InlineData("SELECT * FROM c ORDER BY c.n, c.kind")]
    [InlineData("SELECT * FROM c ORDER BY c.kind, c.n")]
    [InlineData("SELECT * FROM c ORDER BY c.text")]
    public async Task An_order_needs_its_index(string query)
    {
        await using var shop = await FilledAsync();

        var refusal = await Assert.ThrowsAsync<CosmosException>(
            () => QueryTests.QueryAsync<object>(shop.Orders, query, null, 10));

        Assert.Equal(400, (int)refusal.StatusCode);
    }

    [Fact]
    public async Task A_filter_without_index_costs_a_scan()
    {
        await using var shop = await FilledAsync();

        var served = await ChargeAsync("SELECT * FROM c WHERE c.n = 1");
        var scanned = await ChargeAsync("SELECT * FROM c WHERE c.text = 'line 1'");
        var calculated = await ChargeAsync("SELECT * FROM c WHERE c.n - 1 = 0");

        Assert.True(scanned > served + 1, $"{scanned} against {served}");
        Assert.True(calculated > served + 1, $"{calculated} against {served}");

        async Task<double> ChargeAsync(string query)
        {
            shop.Account.Log.Reset();
            Assert.Single(await QueryTests.QueryAsync<object>(shop.Orders, query, null, 100));
            return shop.Account.Log.Charge("query");
        }
    }

    private static async Task<Shop> FilledAsync()
    {
        var shop = await Shop.OpenAsync(
            new CosmosAccountOptions { PartitionsPerContainer = 3 }, indexingPolicy: Composite);
        for (var n = 0; n < Lines; n++)
        {
            await shop.Orders.CreateItemAsync(
                new { id = $"l{n}", orderId = $"o{n}", n, kind = $"k{n % 3}", text = $"line {n}" },
                new PartitionKey($"o{n}"));
        }

        return shop;
    }
}
