using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Simulators.Cosmos;
using TwistedThreads.Testing;

namespace TwistedThreads.Simulators.Tests.Cosmos;

public sealed class RegionTests
{
    private const string West = "West Europe";
    private const string North = "North Europe";

    private static readonly PartitionKey Key = new("o1");

    [Fact]
    public async Task Reads_go_to_the_next_region_when_one_refuses()
    {
        await using var shop = await OpenAsync();
        await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);

        await shop.Account.Regions[West].Refuse();
        var read = await shop.Orders.ReadItemAsync<Line>("a", Key);

        Assert.Equal("a", read.Resource.id);
        Assert.Equal(1, shop.Account.Log.Count("point-read", region: North));
    }

    [Fact]
    public async Task A_region_comes_back_on_its_port()
    {
        await using var shop = await OpenAsync();
        var west = shop.Account.Regions[West];
        var before = west.Endpoint;
        using var http = new HttpClient();

        await west.Refuse();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(before));
        await west.Restore();

        Assert.Equal(before, west.Endpoint);
        Assert.Contains(West, await http.GetStringAsync(before), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_follow_a_failover()
    {
        await using var shop = await OpenAsync();
        await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);

        shop.Account.FailOver(North);
        await shop.Orders.CreateItemAsync(new Line("b", "o1"), Key);

        Assert.Equal(1, shop.Account.Log.Count("create", region: North) - Forbidden(shop, North));
        Assert.Equal(1, Forbidden(shop, West));
        Assert.Equal(North, shop.Account.WriteRegion);
    }

    [Fact]
    public async Task Writes_follow_a_failover_from_a_lost_region()
    {
        await using var shop = await OpenAsync();
        await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);

        await shop.Account.Regions[West].Refuse();
        shop.Account.FailOver(North);
        await shop.Orders.UpsertItemAsync(new Line("b", "o1"), Key);

        Assert.Equal(2, (await QueryTests.QueryAsync<Line>(shop.Orders, "SELECT * FROM c", "o1", 10)).Count);
    }

    [Fact]
    public async Task What_was_on_its_way_is_lost_by_force_and_rolled_back_at_home()
    {
        var clock = new ManualClock();
        await using var shop = await OpenAsync(new CosmosAccountOptions
        {
            ReplicationLag = TimeSpan.FromSeconds(5),
            Clock = clock,
        });
        await shop.Orders.CreateItemAsync(new Line("old", "o1"), Key);
        clock.Advance(TimeSpan.FromSeconds(5));
        await shop.Orders.CreateItemAsync(new Line("lost", "o1"), Key);

        await shop.Account.Regions[West].Refuse();
        clock.Advance(TimeSpan.FromSeconds(60));
        shop.Account.FailOver(North);
        await shop.Account.Regions[West].Restore();

        Assert.Equal(["lost"], shop.Account.Conflicts.Select(write => write.Id));
        Assert.Equal(["old"], await IdsAsync(shop.Account, North));
        Assert.Equal(["old"], await IdsAsync(shop.Account, West));
        shop.Account.FailBack(West);
        Assert.Equal(West, shop.Account.WriteRegion);
        Assert.Single(shop.Account.Conflicts);
    }

    [Fact]
    public async Task A_session_is_not_served_by_a_region_that_lags()
    {
        var clock = new ManualClock();
        await using var shop = await OpenAsync(
            new CosmosAccountOptions { ReplicationLag = TimeSpan.FromSeconds(5), Clock = clock });
        using var north = Shop.ClientOf(
            shop.Account, options => options.ApplicationPreferredRegions = [North, West]);
        var orders = north.GetContainer(Shop.Database, Shop.Name);
        await orders.CreateItemAsync(new Line("a", "o1"), Key);

        var read = await orders.ReadItemAsync<Line>("a", Key);
        clock.Advance(TimeSpan.FromSeconds(5));
        await orders.ReadItemAsync<Line>("a", Key);

        Assert.Equal("a", read.Resource.id);
        Assert.True(shop.Account.Log.Counts.Single(count =>
            count.Kind is { Operation: "point-read", Region: North, Status: 404 }).Count > 0);
        Assert.Equal(1, shop.Account.Log.Count("point-read", region: West));
    }

    [Fact]
    public async Task A_hedged_read_answers_while_a_region_hangs()
    {
        await using var shop = await OpenAsync(configure: options =>
            options.AvailabilityStrategy = AvailabilityStrategy.CrossRegionHedgingStrategy(
                TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50)));
        await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);
        await shop.Orders.ReadItemAsync<Line>("a", Key);

        shop.Account.Regions[West].Hang();
        var read = await shop.Orders.ReadItemAsync<Line>("a", Key);

        Assert.Equal("a", read.Resource.id);
        Assert.Equal(1, shop.Account.Log.Count("point-read", region: North));
    }

    [Fact]
    public async Task A_partition_moves_its_writes_by_itself_when_that_is_on()
    {
        await using var shop = await OpenAsync(new CosmosAccountOptions { IsPartitionFailoverOn = true });
        await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);

        await shop.Account.Regions[West].Refuse();
        var created = await shop.Orders.CreateItemAsync(new Line("b", "o1"), Key);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(West, shop.Account.WriteRegion);
    }

    [Fact]
    public async Task A_failing_partition_moves_while_its_region_lives()
    {
        await using var shop = await OpenAsync(new CosmosAccountOptions { IsPartitionFailoverOn = true });
        await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);

        shop.Account.Regions[West].Fail(503);
        shop.Account.FailOverPartitions(North);
        var created = await shop.Orders.CreateItemAsync(new Line("b", "o1"), Key);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(West, shop.Account.WriteRegion);
    }

    private static long Forbidden(Shop shop, string region) => shop.Account.Log.Counts
        .Where(count => count.Kind.Status == 403 && count.Kind.Region == region)
        .Sum(count => count.Count);

    private static async Task<List<string>> IdsAsync(CosmosAccount account, string region)
    {
        using var client = Shop.ClientOf(account, options => options.ApplicationPreferredRegions = [region]);
        return await QueryTests.QueryAsync<string>(
            client.GetContainer(Shop.Database, Shop.Name), "SELECT VALUE c.id FROM c", "o1", 10);
    }

    private static Task<Shop> OpenAsync(
        CosmosAccountOptions? options = null, Action<CosmosClientOptions>? configure = null) =>
        Shop.OpenAsync(options, client =>
        {
            client.ApplicationPreferredRegions = [West, North];
            configure?.Invoke(client);
        });
}
