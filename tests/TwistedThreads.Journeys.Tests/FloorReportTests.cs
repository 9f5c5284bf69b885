using System.Globalization;
using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>What scanners tell of the shelves, late, twice and in the wrong order, ends in books that say what lies
/// there.</summary>
public sealed class FloorReportTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Shop = "BER";
    private readonly DateTimeOffset _morning = TimeProvider.System.GetUtcNow().AddDays(-2);
    private int _events;

    [Fact]
    public async Task A_sale_of_what_the_books_do_not_have_is_booked_and_flagged()
    {
        var sku = await shop.SkuWithAsync(0);

        var batch = await TellAsync(Shop, Scan("sale", sku, 2, 0));

        var state = await AppliedAsync(Shop, batch);
        Assert.Single(state.Items("events")[0].Items("discrepancies"));
        Assert.Equal(0, await OnHandAsync(sku, Shop));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task A_receipt_that_is_told_after_the_sale_explains_it()
    {
        var sku = await shop.SkuWithAsync(0);

        await AppliedAsync(Shop, await TellAsync(Shop, Scan("sale", sku, 2, hour: 5)));
        await AppliedAsync(Shop, await TellAsync(Shop, Scan("receive", sku, 10, hour: 1)));

        Assert.Equal(8, await OnHandAsync(sku, Shop));
    }

    [Fact]
    public async Task What_is_told_after_a_count_that_saw_it_changes_nothing()
    {
        var sku = await shop.SkuWithAsync(0);

        await AppliedAsync(Shop, await TellAsync(Shop, Scan("count", sku, 7, hour: 6), Scan("sale", sku, 1, hour: 7)));
        await AppliedAsync(Shop, await TellAsync(Shop, Scan("receive", sku, 10, 1), Scan("damage", sku, 3, 2)));

        Assert.Equal(6, await OnHandAsync(sku, Shop));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task Two_devices_that_tell_the_same_event_tell_it_once()
    {
        var sku = await shop.SkuWithAsync(0);
        var other = new ScannerCrew(shop.Client, shop.Staff);
        var receipt = Scan("receive", sku, 4, 1);

        await AppliedAsync(Shop, await TellAsync(Shop, receipt));
        var again = await other.SendAsync(Shop, Unique.Key(), [(JsonObject)receipt.DeepClone()]);

        Assert.Equal((0, 1), (again.Expect(202).Number("accepted"), again.Json!.Number("duplicates")));
        Assert.Equal(4, await OnHandAsync(sku, Shop));
    }

    [Fact]
    public async Task Pieces_that_arrive_before_they_are_sent_are_on_one_shelf_in_the_end()
    {
        var sku = await shop.SkuWithAsync(9);

        await AppliedAsync(Shop, await TellAsync(Shop, Scan("transfer-in", sku, 3, 4, "trf-1")));
        await AppliedAsync("WH1", await TellAsync("WH1", Scan("transfer-out", sku, 5, 2, "trf-1")));

        Assert.Equal((3, 4), (await OnHandAsync(sku, Shop), await OnHandAsync(sku, "WH1")));
        Assert.Equal(2, await NumberAsync(sku, "WH1", "inTransit"));
        await shop.Staff.ProveStockAsync();
    }

    [Theory]
    [InlineData("count", -1, "scan.bad-quantity")]
    [InlineData("adjust", 0, "scan.bad-quantity")]
    [InlineData("sale", 0, "scan.bad-quantity")]
    [InlineData("steal", 1, "scan.unknown-type")]
    public async Task An_event_that_cannot_be_is_rejected_and_its_neighbour_is_taken(
        string type, int quantity, string code)
    {
        var sku = await shop.SkuWithAsync(0);

        var answer = await shop.Crew.SendAsync(
            Shop, Unique.Key(), [At(Scan(type, sku, quantity, 1)), At(Scan("return", sku, 1, 1))]);

        Assert.Equal(1, answer.Expect(202).Number("accepted"));
        var rejected = Assert.Single(answer.Json!.Items("rejected"));
        Assert.Equal((0, code), (rejected.Number("index"), rejected.Required("code")));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", null, "scan.bad-time")]
    [InlineData("1969-12-31T23:59:59Z", null, "scan.bad-time")]
    [InlineData("2026-11-20T10:00:00Z", 200_000, "scan.no-such-task")]
    public async Task A_dead_clock_or_an_endless_task_spoils_nobody_elses_scan(string at, int? length, string code)
    {
        var sku = await shop.SkuWithAsync(0);
        var bad = At(Scan("pick", sku, 1, 1, length is null ? null : $"tsk_{new string((char)97, length.Value)}.1"));
        bad["occurredAt"] = at;

        var answer = await shop.Crew.SendAsync(Shop, Unique.Key(), [bad, At(Scan("return", sku, 1, 1))]);

        Assert.Equal(1, answer.Expect(202).Number("accepted"));
        Assert.Equal(code, Assert.Single(answer.Json!.Items("rejected")).Required("code"));
    }

    private JsonObject Scan(string type, string sku, int quantity, int hour, string? task = null) => new()
    {
        ["eventId"] = Unique.EventId($"{sku} {_events++}"),
        ["type"] = type,
        ["occurredAt"] = _morning.AddHours(hour).ToString("O", CultureInfo.InvariantCulture),
        ["code"] = sku,
        ["quantity"] = quantity,
        ["task"] = task,
    };

    private static JsonObject At(JsonObject told, string location = Shop)
    {
        told["location"] = location;
        return told;
    }

    private async Task<string> TellAsync(string location, params JsonObject[] events)
    {
        var batch = Unique.Key();
        var answer = await shop.Crew.SendAsync(location, batch, events.Select(told => At(told, location)));
        Assert.Equal(events.Length, answer.Expect(202).Number("accepted"));
        return batch;
    }

    private async Task<JsonNode> AppliedAsync(string location, string batch)
    {
        var device = await shop.Crew.DeviceAsync(location);
        return await Eventually.HoldsAsync(
            async () => (await shop.Client.GetAsync($"/api/scans/{batch}", device)).Expect(200),
            state => state.Items("events").All(told => told.Required("status") == "applied"),
            "all events are applied");
    }

    private Task<int> OnHandAsync(string sku, string location) => NumberAsync(sku, location, "onHand");

    private async Task<int> NumberAsync(string sku, string location, string member)
    {
        var stock = (await shop.Staff.GetAsync($"/api/stock/{sku}")).Expect(200);
        var level = stock.Items("locations").FirstOrDefault(level => level.Required("location") == location);
        return level?.Number(member) ?? 0;
    }
}
