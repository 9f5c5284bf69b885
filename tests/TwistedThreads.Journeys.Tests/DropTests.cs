using System.Text.Json.Nodes;
using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests;

public sealed class DropTests(DropDay day) : IClassFixture<DropDay>
{
    [Fact]
    public void The_pieces_lie_in_the_buckets_and_can_be_promised()
    {
        Assert.Equal(DropDay.Buckets, day.Opened.Items("buckets").Count);
        Assert.Equal(DropDay.Pieces, day.Opened.Items("buckets").Sum(bucket => bucket.Number("free")));
        Assert.Equal((DropDay.Pieces, 0), (day.AtOpening.AvailableToPromise, day.AtOpening.Reserved));
    }

    [Fact]
    public void Every_piece_finds_one_buyer() =>
        Assert.Equal(DropDay.Pieces, day.Answers.Count(answer => answer.Status == 201));

    [Fact]
    public void Everybody_else_is_told_that_there_is_not_enough()
    {
        var others = day.Answers.Where(answer => answer.Status != 201).ToList();

        Assert.Equal(DropDay.Guests - DropDay.Pieces, others.Count);
        Assert.All(others, answer => answer.ExpectProblem(409, "stock.not-enough"));
    }

    [Fact]
    public void Every_order_is_shipped() => Assert.All(
        day.Answers.Where(answer => answer.Status == 201),
        answer => Assert.Equal("shipped", day.Orders[answer.Json!.Required("id")]));

    [Fact]
    public void Nothing_is_left()
    {
        Assert.Equal((0, 0), (day.AtTheEnd.OnHand, day.AtTheEnd.Reserved));
        Assert.Equal(0, day.AtTheEnd.AvailableToPromise);
    }

    [Fact]
    public Task The_stock_ledger_is_proven() => day.Staff.ProveStockAsync();

    [Fact]
    public async Task The_drop_is_over() =>
        (await day.Staff.GetAsync(day.Path)).ExpectProblem(404, "drop.none");

    [Theory]
    [InlineData("WH1", 1, 422, "drop.bad-buckets")]
    [InlineData("WH1", 65, 422, "drop.bad-buckets")]
    [InlineData("XX9", 16, 422, "drop.not-stocked")]
    [InlineData("nowhere", 16, 400, "request.unreadable")]
    public async Task A_drop_that_cannot_be_is_refused(string location, int buckets, int status, string code)
    {
        var body = new JsonObject { ["location"] = location, ["buckets"] = buckets };

        var answer = await day.Staff.SendAsync(HttpMethod.Put, day.Path, body);

        answer.ExpectProblem(status, code);
    }

    [Fact]
    public async Task Another_drop_can_follow_and_the_shop_window_counts_it()
    {
        var sku = await day.SkuWithAsync(7);
        var path = $"/api/stock/{sku}/drop";
        var body = new JsonObject { ["location"] = "WH1", ["buckets"] = 4 };

        (await day.Staff.SendAsync(HttpMethod.Put, path, body)).Expect(200);
        (await day.Staff.SendAsync(HttpMethod.Put, path, body)).Expect(200);

        Assert.Equal(7, (await day.Staff.StockAsync(sku)).AvailableToPromise);
        await day.Staff.ProveStockAsync();
        (await day.Staff.SendAsync(HttpMethod.Delete, path, null)).Expect(204);
        (await day.Staff.SendAsync(HttpMethod.Put, path, body)).Expect(200);
        await Eventually.HoldsAsync(() => InTheWindowAsync(sku), pieces => pieces == 7, "the window shows seven");
    }

    private async Task<int> InTheWindowAsync(string sku)
    {
        foreach (var product in (await day.Client.GetAsync("/api/products?limit=100")).Expect(200).Items())
        {
            var slug = product.Required("slug");
            var detail = (await day.Client.GetAsync($"/api/products/{slug}")).Expect(200);
            if (detail.Items("variants").Any(variant => variant.Required("sku") == sku))
            {
                var shown = await day.Client.GetAsync($"/api/products/{detail.Required("id")}/availability");
                return shown.Expect(200).Items("variants").Single(variant => variant.Required("sku") == sku)
                    .Items("locations").Sum(location => location.Number("available"));
            }
        }

        return -1;
    }
}
