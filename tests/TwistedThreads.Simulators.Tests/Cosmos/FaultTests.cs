using Microsoft.Azure.Cosmos;
using TwistedThreads.Simulators.Cosmos;
using TwistedThreads.Testing;

namespace TwistedThreads.Simulators.Tests.Cosmos;

public sealed class FaultTests
{
    private static readonly PartitionKey Key = new("o1");

    [Fact]
    public async Task A_throttled_request_is_tried_again()
    {
        await using var shop = await Shop.OpenAsync();
        Region(shop).Throttle(TimeSpan.FromMilliseconds(5), count: 3);

        var created = await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);

        Assert.Equal(201, (int)created.StatusCode);
        Assert.Equal(4, shop.Account.Log.Count("create"));
    }

    [Fact]
    public async Task A_spent_budget_throttles_until_the_next_second()
    {
        var clock = new ManualClock();
        await using var shop = await Shop.OpenAsync(
            new CosmosAccountOptions { RequestUnitsPerSecond = 10, Clock = clock },
            options => options.MaxRetryAttemptsOnRateLimitedRequests = 0);
        await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);
        await shop.Orders.CreateItemAsync(new Line("b", "o1"), Key);

        var refused = await Assert.ThrowsAsync<CosmosException>(() => shop.Orders.ReadItemAsync<Line>("a", Key));
        clock.Advance(TimeSpan.FromSeconds(1));
        var read = await shop.Orders.ReadItemAsync<Line>("a", Key);

        Assert.Equal((429, 3200), ((int)refused.StatusCode, refused.SubStatusCode));
        Assert.InRange(refused.RetryAfter!.Value.TotalMilliseconds, 1, 1000);
        Assert.Equal("a", read.Resource.id);
    }

    [Fact]
    public async Task A_write_may_be_kept_and_its_answer_lost()
    {
        await using var shop = await Shop.OpenAsync();
        Region(shop).TimeoutAfterCommit();

        var lost = await Assert.ThrowsAsync<CosmosException>(
            () => shop.Orders.CreateItemAsync(new Line("a", "o1"), Key));

        Assert.Equal(408, (int)lost.StatusCode);
        Assert.Equal("a", (await shop.Orders.ReadItemAsync<Line>("a", Key)).Resource.id);
    }

    [Fact]
    public async Task Requests_fail_as_they_are_told_to()
    {
        await using var shop = await Shop.OpenAsync();
        Region(shop).Fail(449, count: 1);

        using var failed = await shop.Orders.CreateItemStreamAsync(
            new MemoryStream("""{"id":"a","orderId":"o1"}"""u8.ToArray()), Key);

        Assert.Equal(1, shop.Account.Log.Counts.Single(count => count.Kind.Status == 449).Count);
    }

    [Fact]
    public async Task Items_expire_by_the_accounts_clock()
    {
        var clock = new ManualClock();
        await using var shop = await Shop.OpenAsync(new CosmosAccountOptions { Clock = clock });
        await shop.Orders.CreateItemAsync(new Line("brief", "o1", ttl: 10), Key);
        await shop.Orders.CreateItemAsync(new Line("long", "o1"), Key);

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(2, (await AllAsync()).Count);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["long"], (await AllAsync()).Select(line => line.id));
        await shop.Orders.CreateItemAsync(new Line("brief", "o1"), Key);

        Task<List<Line>> AllAsync() => QueryTests.QueryAsync<Line>(shop.Orders, "SELECT * FROM c", "o1", 10);
    }

    private static CosmosRegion Region(Shop shop) => shop.Account.Regions["West Europe"];
}
