using System.Net;
using Microsoft.Azure.Cosmos;

namespace TwistedThreads.Simulators.Tests.Cosmos;

public sealed class ChangeFeedTests
{
    private static readonly PartitionKey Key = new("o1");

    [Fact]
    public async Task The_feed_gives_latest_versions_in_the_order_of_their_writes_and_then_waits()
    {
        await using var shop = await Shop.OpenAsync();
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            await shop.Orders.CreateItemAsync(new Line(id, "o1"), Key);
        }

        await shop.Orders.UpsertItemAsync(new Line("a", "o1", 2), Key);
        await shop.Orders.DeleteItemAsync<Line>("c", Key);
        using var feed = Feed(shop, ChangeFeedStartFrom.Beginning());

        Assert.Equal(["b", "d", "a"], await DrainAsync(feed));
        await shop.Orders.CreateItemAsync(new Line("e", "o1"), Key);
        Assert.Equal(["e"], await DrainAsync(feed));
    }

    [Fact]
    public async Task The_feed_starts_where_it_is_told_to()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);
        await shop.Orders.CreateItemAsync(new Line("b", "o2"), new PartitionKey("o2"));
        using var now = Feed(shop, ChangeFeedStartFrom.Now());
        using var key = Feed(shop, ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(Key)));
        using var past = Feed(shop, ChangeFeedStartFrom.Time(DateTime.UnixEpoch.ToUniversalTime()));

        Assert.Empty(await DrainAsync(now));
        await shop.Orders.CreateItemAsync(new Line("c", "o2"), new PartitionKey("o2"));

        Assert.Equal(["c"], await DrainAsync(now));
        Assert.Equal(["a"], await DrainAsync(key));
        Assert.Equal(["a", "b", "c"], await DrainAsync(past));
    }

    [Fact]
    public async Task A_batch_stays_on_one_page()
    {
        await using var shop = await Shop.OpenAsync();
        using var batch = await shop.Orders.CreateTransactionalBatch(Key)
            .CreateItem(new Line("a", "o1")).CreateItem(new Line("b", "o1")).CreateItem(new Line("c", "o1"))
            .ExecuteAsync();
        await shop.Orders.CreateItemAsync(new Line("d", "o1"), Key);
        using var feed = Feed(shop, ChangeFeedStartFrom.Beginning());

        Assert.Equal(3, (await feed.ReadNextAsync()).Count);
        Assert.Single(await feed.ReadNextAsync());
    }

    private static FeedIterator<Line> Feed(Shop shop, ChangeFeedStartFrom start) =>
        shop.Orders.GetChangeFeedIterator<Line>(
            start, ChangeFeedMode.LatestVersion, new ChangeFeedRequestOptions { PageSizeHint = 2 });

    private static async Task<List<string>> DrainAsync(FeedIterator<Line> feed)
    {
        var all = new List<string>();
        while (true)
        {
            var page = await feed.ReadNextAsync();
            if (page.StatusCode == HttpStatusCode.NotModified)
            {
                return all;
            }

            all.AddRange(page.Select(line => line.id));
        }
    }
}
