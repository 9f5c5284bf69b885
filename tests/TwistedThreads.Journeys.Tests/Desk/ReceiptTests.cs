using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Desk;

/// <summary>Goods that suppliers announce, received by the labels of their parcels.</summary>
public sealed class ReceiptTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Place = "WH1";

    [Fact]
    public async Task A_label_receives_its_parcel_once_and_the_rest_is_closed_short()
    {
        var sku = await shop.SkuWithAsync(1);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var label = Clerk.Label();
        var receipt = (await clerk.PostAsync("/api/receipts", Announcement(sku, label))).Expect(201);
        var path = $"/api/receipts/{receipt.Required("id")}";
        Assert.Equal("expected", receipt.Required("status"));
        Assert.Equal(8, (await clerk.LevelAsync(sku, Place)).Number("incoming"));

        Assert.Equal(["applied"], await ScanAsync(label));
        Assert.Equal(["scan.parcel-received-before"], await ScanAsync(label));
        Assert.Equal(["scan.unknown-parcel"], await ScanAsync(Clerk.Label()));

        var half = await clerk.GetAsync(path);
        Assert.Equal("partlyReceived", half.Required("status"));
        Assert.Equal((5, 3), (half.Items("lines")[0].Number("received"), half.Items("lines")[0].Number("open")));
        Assert.True(half.Items("parcels")[0].Member("isReceived").GetValue<bool>());
        var closed = (await clerk.PostAsync($"{path}/closing", null)).Expect(200);
        Assert.Equal(3, closed.Items("lines")[0].Number("cancelled"));
        var level = await clerk.LevelAsync(sku, Place);
        Assert.Equal((6, 0), (level.Number("onHand"), level.Number("incoming")));
        Assert.Equal(["underReceipt"], await clerk.KindsAsync(sku));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task What_is_expected_by_a_day_can_be_promised_for_it()
    {
        var sku = await shop.SkuWithAsync(2);
        var clerk = await Clerk.SignInAsync(shop, "planner");
        (await clerk.PostAsync("/api/receipts", Announcement(sku, Clerk.Label()))).Expect(201);

        var before = await clerk.GetAsync($"/api/stock/{sku}?by=2027-01-14");
        var then = await clerk.GetAsync($"/api/stock/{sku}?by=2027-01-15");

        Assert.Equal(2, before.Number("availableToPromise"));
        Assert.Equal(10, then.Number("availableToPromise"));
        Assert.Equal(8, (await clerk.LevelAsync(sku, Place, "?by=2027-01-15")).Number("incomingBy"));
        Assert.Null((await clerk.LevelAsync(sku, Place))["incomingBy"]);
        (await clerk.AskAsync($"/api/stock/{sku}?by=tomorrow")).ExpectProblem(400, "request.bad-day");
    }

    [Fact]
    public async Task A_label_is_announced_once_and_a_refused_receipt_leaves_nothing()
    {
        var sku = await shop.SkuWithAsync(1);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var label = Clerk.Label();
        (await clerk.PostAsync("/api/receipts", Announcement(sku, label))).Expect(201);

        var answer = await clerk.PostAsync("/api/receipts", Announcement(sku, label));

        var problem = answer.ExpectProblem(409, "receipt.parcel-announced");
        Assert.Equal("/parcels/0/sscc", problem.Items("errors")[0].Required("pointer"));
        Assert.Equal(8, (await clerk.LevelAsync(sku, Place)).Number("incoming"));
    }

    [Fact]
    public async Task Inspected_goods_are_for_sale_once_they_are_put_away()
    {
        var sku = await shop.SkuWithAsync(0);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var body = Announcement(sku, Clerk.Label());
        body["inspected"] = true;
        var receipt = (await clerk.PostAsync("/api/receipts", body)).Expect(201).Required("id");
        JsonObject[] scans =
        [
            Clerk.Scan("receive", Place, sku, 8, receipt), Clerk.Scan("putaway", Place, sku, 6),
        ];

        (await shop.Crew.SendAsync(Place, Unique.Key(), scans)).Expect(202);

        await Eventually.HoldsAsync(
            () => clerk.LevelAsync(sku, Place),
            level => level.Number("onHand") == 6 && level.Number("qualityHold") == 2, "six are put away");
        Assert.Equal("received", (await clerk.GetAsync($"/api/receipts/{receipt}")).Required("status"));
        await shop.Staff.ProveStockAsync();
    }

    private async Task<IEnumerable<string>> ScanAsync(string label)
    {
        var batch = Unique.Key();
        var sent = await shop.Crew.SendAsync(Place, batch, [Clerk.Scan("receive", Place, $"]C100{label}", 1)]);
        Assert.Empty(sent.Expect(202).Items("rejected"));
        var device = await shop.Crew.DeviceAsync(Place);
        var seen = await Eventually.HoldsAsync(
            async () => (await shop.Client.GetAsync($"/api/scans/{batch}", device)).Expect(200).Items("events"),
            events => events.All(item => item.Required("status") != "waiting"), "the scan had its effect");
        return seen.Select(item => item.Text("code") is { Length: > 0 } code ? code : item.Required("status"));
    }

    private static JsonObject Announcement(string sku, string label) => new()
    {
        ["location"] = Place,
        ["purchaseOrder"] = "PO-4711",
        ["supplier"] = "Weberei Nord",
        ["expectedOn"] = "2027-01-15",
        ["parcels"] = new JsonArray(
            new JsonObject { ["sscc"] = label, ["lines"] = Clerk.Line(sku, 5) },
            new JsonObject { ["lines"] = Clerk.Line(sku, 3) }),
    };
}
