using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Desk;

/// <summary>Corrections by the desk, and what staff find out about discrepancies.</summary>
public sealed class AdjustmentTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Path = "/api/stock/adjustments";

    [Fact]
    public async Task Every_reason_moves_pieces_between_its_states()
    {
        var sku = await shop.SkuWithAsync(10);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var reasons = (await clerk.GetAsync("/api/stock/adjustment-reasons")).Items();
        Assert.Equal(11, reasons.Count);

        (await clerk.PostAsync(Path, Body(sku, "damaged", 4))).Expect(201);
        (await clerk.PostAsync(Path, Body(sku, "hold", 3))).Expect(201);
        (await clerk.PostAsync(Path, Body(sku, "repaired", 1))).Expect(201);
        (await clerk.PostAsync(Path, Body(sku, "rejected", 2))).Expect(201);
        var level = (await clerk.PostAsync(Path, Body(sku, "correction", -2))).Expect(201).Member("level");

        Assert.Equal(
            (2, 5, 1), (level.Number("onHand"), level.Number("damaged"), level.Number("qualityHold")));
        Assert.Empty(await clerk.KindsAsync(sku));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task The_desk_takes_no_more_than_the_books_hold()
    {
        var sku = await shop.SkuWithAsync(3);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");

        var answer = await clerk.PostAsync(Path, Body(sku, "lost", 4));

        Assert.Equal(3, answer.ExpectProblem(409, "stock.below-zero").Number("held"));
        Assert.Equal(3, (await clerk.LevelAsync(sku, "WH1")).Number("onHand"));
    }

    [Fact]
    public async Task A_repeated_correction_is_answered_alike_and_booked_once()
    {
        var sku = await shop.SkuWithAsync(3);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var key = Unique.Key();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => clerk.PostAsync(Path, Body(sku, "lost", 3), key)));

        Assert.Single(answers.Select(answer => answer.Expect(201).ToJsonString()).Distinct());
        (await clerk.PostAsync(Path, Body(sku, "lost", 2), key)).ExpectProblem(422, "idempotency.key-reused");
        Assert.Equal(0, (await clerk.LevelAsync(sku, "WH1")).Number("onHand"));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task An_explanation_stands_beside_its_discrepancy_with_name_and_time()
    {
        var sku = await shop.SkuWithAsync(0);
        var clerk = await Clerk.SignInAsync(shop, "shop");
        (await shop.Crew.SendAsync("WH1", Unique.Key(), [Clerk.Scan("sale", "WH1", sku, 1)])).Expect(202);
        var found = await Eventually.HoldsAsync(
            () => clerk.DiscrepanciesAsync(sku), seen => seen.Count == 1, "the sale is flagged");
        var path = $"/api/stock/discrepancies/{Uri.EscapeDataString(found[0].Required("id"))}/explanation";
        var key = Unique.Key();

        (await clerk.PostAsync(path, new JsonObject { ["text"] = "Found behind the shelf." }, key)).Expect(201);
        (await clerk.PostAsync(path, new JsonObject { ["text"] = "Found behind the shelf." }, key)).Expect(201);

        var explanation = Assert.Single((await clerk.DiscrepanciesAsync(sku))[0].Items("explanations"));
        Assert.Equal("shop-clerk", explanation.Required("by"));
        Assert.Equal("Found behind the shelf.", explanation.Required("text"));
        (await clerk.PostAsync(
                "/api/stock/discrepancies/dsc_none.TEE-X.y/explanation", new JsonObject { ["text"] = "?" }))
            .ExpectProblem(404, "discrepancy.not-found");
    }

    private static JsonObject Body(string sku, string reason, int quantity) => new()
    {
        ["sku"] = sku,
        ["location"] = "WH1",
        ["quantity"] = quantity,
        ["reason"] = reason,
        ["note"] = "shelf 4",
    };
}
