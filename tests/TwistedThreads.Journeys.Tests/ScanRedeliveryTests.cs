using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>Scanners work offline, send late and send twice: only what was done counts, and it counts once.</summary>
public sealed class ScanRedeliveryTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Warehouse = "WH1";
    private const int Pieces = 10;
    private const int Bought = 3;

    [Fact]
    public async Task A_batch_that_is_sent_three_times_counts_once()
    {
        var (sku, order) = await OrderAsync();

        await Eventually.HoldsAsync(
            async () =>
            {
                await ReportThreeTimesAsync(order);
                return await shop.Staff.OrderAsync(order);
            },
            seen => seen.Required("status") == "shipped",
            "the order is shipped");

        await HasLeftOnceAsync(sku);
    }

    [Fact]
    public async Task Ship_before_pack_before_pick_ends_as_if_in_order()
    {
        var (sku, order) = await OrderAsync();
        var task = (await shop.Crew.TasksOfAsync(Warehouse, order))[0];
        string[] backwards = ["ship", "pack", "pick"];

        foreach (var kind in backwards)
        {
            await AcceptedAsync([(task with { Kind = kind }).Scan(Warehouse)], duplicates: 0);
        }

        await Eventually.HoldsAsync(
            () => shop.Staff.OrderAsync(order), seen => seen.Required("status") == "shipped", "the order is shipped");
        await HasLeftOnceAsync(sku);
    }

    [Fact]
    public async Task A_bad_event_does_not_block_its_neighbours()
    {
        var (sku, order) = await OrderAsync();
        var task = (await shop.Crew.TasksOfAsync(Warehouse, order))[0];
        var good = task.Scan(Warehouse);
        var bad = task.Scan(Warehouse);
        bad["eventId"] = Unique.EventId($"bad {order}");
        bad["code"] = "00012345678901";

        var answer = await shop.Crew.SendAsync(Warehouse, Unique.Key(), [bad, good]);

        var report = answer.Expect(202);
        Assert.Equal(1, report.Number("accepted"));
        Assert.Equal(0, Assert.Single(report.Items("rejected")).Number("index"));
        await shop.Crew.ShipAsync(order);
        await HasLeftOnceAsync(sku);
    }

    private async Task<(string Sku, string Order)> OrderAsync()
    {
        var sku = await shop.SkuWithAsync(Pieces);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, Bought));
        return (sku, (await guest.BuyAsync()).Required("id"));
    }

    private async Task ReportThreeTimesAsync(string order)
    {
        var tasks = (await shop.Crew.OpenTasksAsync(Warehouse)).Where(task => task.OrderId == order).ToList();
        if (tasks.Count == 0)
        {
            return;
        }

        await shop.Crew.SendAsync(Warehouse, Unique.Key(), tasks.Select(task => task.Scan(Warehouse)));
        await AcceptedAsync([.. tasks.Select(task => task.Scan(Warehouse))], duplicates: tasks.Count);
        await AcceptedAsync([.. tasks.Select(task => task.Scan(Warehouse))], duplicates: tasks.Count);
    }

    private async Task AcceptedAsync(JsonObject[] events, int duplicates)
    {
        var report = (await shop.Crew.SendAsync(Warehouse, Unique.Key(), events)).Expect(202);

        Assert.True(report.Items("rejected").Count == 0, report.ToJsonString());
        Assert.Equal(duplicates, report.Number("duplicates"));
        Assert.Equal(events.Length - duplicates, report.Number("accepted"));
    }

    private async Task HasLeftOnceAsync(string sku)
    {
        var card = await Eventually.HoldsAsync(
            () => shop.Staff.StockAsync(sku), seen => seen.IsFree, $"no {sku} is held");
        Assert.Equal(Pieces - Bought, card.OnHand);
        await shop.Staff.ProveStockAsync();
    }
}
