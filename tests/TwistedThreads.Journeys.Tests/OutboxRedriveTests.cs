using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>After the loss of a bus everything is sent again from the outboxes; what had arrived before changes
/// nothing.</summary>
public sealed class OutboxRedriveTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Address = "/api/outbox/redrive";
    private const string Warehouse = "WH1";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Facts_that_are_sent_again_change_nothing()
    {
        var sku = await shop.SkuWithAsync(5);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        var order = (await guest.BuyAsync()).Required("id");
        await ReachesAsync(order, "allocated");
        await shop.Crew.ShipAsync(order, Warehouse);
        await ReachesAsync(order, "shipped");
        var before = await shop.Staff.StockAsync(sku);

        var sent = await RedriveAllAsync(TimeProvider.System.GetUtcNow() - Hour);

        Assert.True(sent >= 3, $"Only {sent} facts for a whole purchase.");
        var next = await (await Shopper.AtTheTillAsync(shop.Client, (sku, 1))).BuyAsync();
        await ReachesAsync(next.Required("id"), "allocated");
        var after = await shop.Staff.StockAsync(sku);
        Assert.Equal(before.OnHand, after.OnHand);
        Assert.Equal("shipped", (await shop.Staff.OrderAsync(order)).Required("status"));
        await shop.Staff.ProveStockAsync();
        Assert.Empty((await shop.Staff.GetAsync("/api/parked")).Expect(200).Items());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-24 * 8)]
    public async Task Only_the_last_seven_days_can_be_sent_again(int hours)
    {
        var body = Since(TimeProvider.System.GetUtcNow().AddHours(hours));

        var answer = await shop.Staff.PostAsync(Address, body);

        answer.ExpectProblem(422, "outbox.bad-since");
    }

    [Fact]
    public async Task A_cursor_of_somebody_else_is_refused()
    {
        var since = Since(TimeProvider.System.GetUtcNow() - Hour);

        var answer = await shop.Staff.PostAsync($"{Address}?cursor=0%7C", since);

        answer.ExpectProblem(400, "request.bad-cursor");
    }

    private async Task<int> RedriveAllAsync(DateTimeOffset since)
    {
        var sent = 0;
        string? cursor = null;
        do
        {
            var answer = await RedriveAsync(since, cursor);
            sent += answer.Number("sent");
            cursor = answer["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        return sent;
    }

    private async Task<JsonNode> RedriveAsync(DateTimeOffset since, string? cursor)
    {
        var query = cursor is null ? "" : $"?cursor={Uri.EscapeDataString(cursor)}";
        return (await shop.Staff.PostAsync(Address + query, Since(since))).Expect(200);
    }

    private static JsonObject Since(DateTimeOffset since) => new() { ["since"] = since.ToString("O") };

    private Task<JsonNode> ReachesAsync(string order, string status) => Eventually.HoldsAsync(
        () => shop.Staff.OrderAsync(order), seen => seen.Required("status") == status, $"the order is {status}");
}
