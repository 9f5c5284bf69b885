using System.Collections.Concurrent;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Simulators.Tests.Cosmos;

public sealed class ChangeFeedProcessorTests
{
    private const int Partitions = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Two_instances_share_the_leases_and_one_takes_over()
    {
        await using var shop = await Shop.OpenAsync(new CosmosAccountOptions { PartitionsPerContainer = Partitions });
        shop.Account.AddContainer(Shop.Database, "leases", "/id");
        var seen = new ConcurrentDictionary<string, string>();
        var one = Processor(shop, "one", seen);
        var two = Processor(shop, "two", seen);

        await one.StartAsync();
        await two.StartAsync();
        await UntilAsync(async () => (await OwnersAsync(shop)).Distinct().Count() == 2);
        await WriteAsync(shop, 0);
        await UntilAsync(() => Task.FromResult(seen.Count == 40));
        await one.StopAsync();
        await UntilAsync(async () => (await OwnersAsync(shop)).All(owner => owner == "two"));
        await WriteAsync(shop, 40);
        await UntilAsync(() => Task.FromResult(seen.Count == 80));
        await two.StopAsync();

        Assert.Equal(["one", "two"], seen.Values.Distinct().Order());
        Assert.All(Enumerable.Range(40, 40), n => Assert.Equal("two", seen[$"l{n}"]));
    }

    private static ChangeFeedProcessor Processor(
        Shop shop, string name, ConcurrentDictionary<string, string> seen) =>
        shop.Orders
            .GetChangeFeedProcessorBuilder<Line>("relay", (changes, _) =>
            {
                foreach (var line in changes)
                {
                    seen.TryAdd(line.id, name);
                }

                return Task.CompletedTask;
            })
            .WithInstanceName(name)
            .WithLeaseContainer(shop.Client.GetContainer(Shop.Database, "leases"))
            .WithStartTime(DateTime.UnixEpoch.ToUniversalTime())
            .WithPollInterval(TimeSpan.FromMilliseconds(50))
            .WithLeaseConfiguration(
                TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(1500), TimeSpan.FromMilliseconds(500))
            .Build();

    private static async Task WriteAsync(Shop shop, int from)
    {
        for (var n = from; n < from + 40; n++)
        {
            await shop.Orders.CreateItemAsync(new Line($"l{n}", $"o{n}"), new PartitionKey($"o{n}"));
        }
    }

    private static async Task<List<string>> OwnersAsync(Shop shop)
    {
        var container = shop.Client.GetContainer(Shop.Database, "leases");
        var leases = await QueryTests.QueryAsync<Lease>(
            container, "SELECT * FROM c WHERE IS_DEFINED(c.LeaseToken)", null, 100);
        return leases.Count == Partitions ? [.. leases.Select(lease => lease.Owner ?? "")] : ["", "", ""];
    }

    private static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isDone())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private sealed record Lease(string? Owner);
}
