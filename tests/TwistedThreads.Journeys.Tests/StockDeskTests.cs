using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>The stock desk over HTTP: lists, journals, policies, reservations, proof and repair.</summary>
public sealed class StockDeskTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Warehouse = "WH1";

    [Fact]
    public async Task The_desk_finds_a_SKU_and_follows_its_journal()
    {
        var sku = await shop.SkuWithAsync(12);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        var order = (await guest.BuyAsync()).Required("id");

        var listed = (await shop.Staff.GetAsync($"/api/stock?sku={sku}&held=true")).Expect(200).Items();
        Assert.Contains(listed, item => item.Required("sku") == sku && item.Number("availableToPromise") == 10);
        var newest = (await shop.Staff.GetAsync($"/api/stock/{sku}/movements?order=newest&reason=reserve"))
            .Expect(200).Items();
        Assert.Equal(order, newest[0].Required("cause"));
        var held = (await shop.Staff.GetAsync($"/api/stock/{sku}/reservations?open=true")).Expect(200).Items();
        Assert.Equal(order, Assert.Single(held).Required("owner"));
        Assert.Single((await shop.Staff.GetAsync($"/api/reservations/{order}")).Expect(200).Items());
    }

    [Fact]
    public async Task A_policy_needs_the_version_that_was_seen()
    {
        var sku = await shop.SkuWithAsync(12);
        var address = $"/api/stock/{sku}/locations/{Warehouse}/policy";
        var policy = new JsonObject { ["safety"] = 2, ["webFence"] = 0, ["shopFence"] = 3 };

        var unconditional = await shop.Staff.SendAsync(HttpMethod.Put, address, policy);
        Assert.Equal("request.if-match-required", unconditional.Expect(428).Required("code"));
        var stale = await PutAsync(address, policy, "\"no-such-version\"");
        Assert.Equal("stock.level-changed", stale.Expect(412).Required("code"));
        var bad = await PutAsync(address, new JsonObject { ["safety"] = -1, ["webFence"] = 0, ["shopFence"] = 0 }, "*");
        Assert.Equal("/safety", bad.Expect(422).Items("errors")[0].Required("pointer"));
        var set = (await PutAsync(address, policy, "*")).Expect(200);

        Assert.Equal("safety 2, web fence 0, shop fence 3", set.Items("changes")[0].Required("to"));
        var level = (await shop.Staff.GetAsync($"/api/stock/{sku}")).Expect(200).Items("locations")
            .Single(shelf => shelf.Required("location") == Warehouse);
        Assert.Equal((10, 7, 10), (
            level.Number("availableToPromise"), level.Member("channels").Number("web"),
            level.Member("channels").Number("shop")));
    }

    [Fact]
    public async Task A_shop_keeps_pieces_and_the_web_does_not_sell_them()
    {
        var sku = await shop.SkuWithAsync(5);
        var wish = new JsonObject
        {
            ["quantity"] = 4,
            ["until"] = await SoonAsync(),
            ["note"] = "Ms Byron",
            ["location"] = Warehouse,
        };

        var address = $"/api/stock/{sku}/reservations";
        var kept = (await KeepAsync(address, wish, "key-1")).Expect(201);
        Assert.Equal(kept.Required("owner"), (await KeepAsync(address, wish, "key-1")).Expect(201).Required("owner"));
        Assert.Equal("idempotency.key-required", (await shop.Staff.PostAsync(address, wish.DeepClone()))
            .Expect(400).Required("code"));
        Assert.Equal("stock.not-enough", (await KeepAsync(address, wish, "key-2")).Expect(409).Required("code"));
        Assert.Equal(1, (await shop.Staff.StockAsync(sku)).AvailableToPromise);

        var owner = $"{address}/{kept.Required("owner")}";
        var released = await shop.Staff.SendAsync(
            HttpMethod.Delete, owner, new JsonObject { ["reason"] = "did not fit" });
        Assert.Equal("released", released.Expect(200).Required("state"));
        Assert.Equal(5, (await shop.Staff.StockAsync(sku)).AvailableToPromise);
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task An_order_that_stands_keeps_its_pieces()
    {
        var sku = await shop.SkuWithAsync(5);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        var order = (await guest.BuyAsync()).Required("id");

        var refused = await shop.Staff.SendAsync(
            HttpMethod.Delete, $"/api/stock/{sku}/reservations/{order}", new JsonObject { ["reason"] = "mistake" });

        Assert.Equal("stock.reservation-stands", refused.Expect(409).Required("code"));
        Assert.Equal(3, (await shop.Staff.StockAsync(sku)).AvailableToPromise);
    }

    [Fact]
    public async Task Right_books_are_proven_and_left_alone()
    {
        var sku = await shop.SkuWithAsync(5);

        var proof = (await shop.Staff.GetAsync($"/api/stock/proof?sku={sku}")).Expect(200);
        Assert.Equal((1, 0), (proof.Number("skus"), proof.Number("drift")));
        var repair = (await shop.Staff.PostAsync(
            "/api/stock/proof/repairs", new JsonObject { ["sku"] = sku, ["reason"] = "a drill" })).Expect(200);
        Assert.Empty(repair.Items("movements"));
        await shop.Staff.AdvanceClockAsync("PT1H");
        var last = await Eventually.HoldsAsync(
            () => shop.Staff.GetAsync("/api/stock/proof/last"), answer => answer.Status == 200, "a proof is kept");
        Assert.Equal(0, last.Expect(200).Number("drift"));
    }

    [Theory]
    [InlineData("GET", "/api/stock?below=one", 400)]
    [InlineData("GET", "/api/stock?limit=0", 400)]
    [InlineData("GET", "/api/stock?cursor=none", 400)]
    [InlineData("GET", "/api/stock/TEE-CREW-NAVY-M/movements?order=up", 400)]
    [InlineData("GET", "/api/stock/TEE-CREW-NAVY-M/movements?since=soon", 400)]
    [InlineData("GET", "/api/stock/nothing/reservations", 404)]
    [InlineData("GET", "/api/stock/proof?sku=nothing", 404)]
    [InlineData("GET", "/api/stock/proof?sku=NEVER-SEEN", 404)]
    [InlineData("GET", "/api/reservations/ord_none", 404)]
    [InlineData("GET", "/api/stock/TEE-CREW-NAVY-M/locations/nowhere/policy", 404)]
    [InlineData("POST", "/api/stock/proof/repairs", 400)]
    [InlineData("POST", "/api/stock/TEE-CREW-NAVY-M/reservations/hold_none/extension", 400)]
    [InlineData("DELETE", "/api/stock/TEE-CREW-NAVY-M/reservations/hold_none", 400)]
    public async Task What_makes_no_sense_is_a_problem_document(string method, string address, int status)
    {
        var body = method == "GET" ? null : new JsonObject { ["nonsense"] = 1 };

        var answer = await shop.Staff.SendAsync(new HttpMethod(method), address, body);

        Assert.NotEmpty(answer.Expect(status).Required("code"));
    }

    private async Task<string> SoonAsync()
    {
        var proof = (await shop.Staff.GetAsync("/api/stock/proof")).Expect(200);
        return DateTimeOffset.Parse(
            proof.Required("checkedAt"), CultureInfo.InvariantCulture).AddHours(20)
            .ToString("O", CultureInfo.InvariantCulture);
    }

    private async Task<Answer> PutAsync(string address, JsonNode body, string version)
    {
        var who = await shop.Staff.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, address);
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation(who.Header, who.Value);
        request.Headers.TryAddWithoutValidation("If-Match", version);
        return await shop.Client.SendAsync(request, body.ToJsonString());
    }

    private async Task<Answer> KeepAsync(string address, JsonNode body, string key) =>
        await shop.Client.PostAsync(address, body.DeepClone(), await shop.Staff.SignedInAsync(), key);
}
