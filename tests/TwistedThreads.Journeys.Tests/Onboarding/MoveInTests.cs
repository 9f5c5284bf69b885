using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Onboarding;

/// <summary>A shop on its whole way from its own book into the ledger, and back, and in again.</summary>
public sealed class MoveInTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Munich = "MUC";

    [Fact]
    public async Task A_shop_moves_in_and_out_and_in_again_and_no_piece_is_lost()
    {
        var book = await LegacyBook.WriteAsync(shop);
        await StockAsync(book[1], 6);
        await StockAsync(book[4], 20);
        var first = await book.LedgerAsync(shop.Staff, Munich);
        var clerk = await BeginAsync();
        await MapAsync(clerk, book);
        await DryRunAsync(clerk, book);
        await DualRunAsync(clerk, book);
        var before = await book.LedgerAsync(shop.Staff, Munich);
        Assert.Equal(first[book[1]] - 1, before[book[1]]);

        (await clerk.PostAsync("cut-over", Because("ready"))).ExpectProblem(409, "move-in.rows-rejected");
        (await clerk.PostAsync("cut-over", Ready)).Expect(202);
        var over = await clerk.IsAsync("cutOver");
        Assert.Equal(book.Pieces, await book.LedgerAsync(shop.Staff, Munich));
        Assert.True(over.Member("isMovedIn").GetValue<bool>());

        (await clerk.PostAsync("roll-back", Because("the tills are down"))).Expect(202);
        var back = await clerk.IsAsync("rolledBack");
        Assert.Equal(before, await book.LedgerAsync(shop.Staff, Munich));
        Assert.False(back.Member("isMovedIn").GetValue<bool>());

        (await clerk.PostAsync("cut-over", Ready)).Expect(202);
        await shop.Process.RestartAsync();
        var again = await clerk.IsAsync("cutOver");

        Assert.Equal(book.Pieces, await book.LedgerAsync(shop.Staff, Munich));
        Assert.Equal(70, again.Member("progress").Number("done"));
        Assert.Equal(
            ["cut-over|ready", "roll-back|the tills are down", "cut-over|ready"],
            again.Items("deeds").Where(deed => deed.Text("reason").Length > 0)
                .Select(deed => $"{deed.Required("deed")}|{deed.Required("reason")}"));
        await shop.Staff.ProveStockAsync();
        Assert.Empty(await shop.Staff.ParkedAsync());
    }

    [Fact]
    public async Task The_web_promises_nothing_of_a_shop_that_is_not_moved_in()
    {
        var sku = await shop.SkuWithAsync(0);
        await StockAsync(sku, 40, "VIE");
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        var other = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        await guest.BuyAsync();

        await MoveInClerk.OpenAsync(shop, "VIE");

        (await other.CheckoutAsync(Unique.Key())).ExpectProblem(409, "stock.not-enough");
        Assert.Equal(40, (await shop.Staff.StockAsync(sku)).OnHand);
    }

    [Theory]
    [InlineData("POST", "", """{"location":"XX9"}""", 422, "location.unknown")]
    [InlineData("POST", "", """{"location":"WH1","again":true}""", 422, "move-in.not-a-shop")]
    [InlineData("POST", "", """{"location":"CGN","now":true}""", 400, "request.unreadable")]
    [InlineData("GET", "/mvi_1", null, 404, "move-in.not-found")]
    [InlineData("GET", "/mvi_00000000000000000000000000.MUC", null, 404, "move-in.not-found")]
    [InlineData("GET", "/mvi_1/rows", null, 404, "move-in.not-found")]
    [InlineData("GET", "/mvi_1/rows?state=lost", null, 400, "move-in.bad-row-state")]
    [InlineData("GET", "/mvi_1/report.csv", null, 404, "move-in.not-found")]
    [InlineData("GET", "/mvi_1/days/2026-11-20", null, 404, "move-in.not-found")]
    [InlineData("POST", "/mvi_1/dry-run", null, 404, "move-in.not-found")]
    [InlineData("POST", "/mvi_1/dual-run", null, 404, "move-in.not-found")]
    [InlineData("POST", "/mvi_1/cut-over", """{"reason":"ready"}""", 404, "move-in.not-found")]
    [InlineData("POST", "/mvi_1/cut-over", """{"reason":" "}""", 422, "move-in.reason-required")]
    [InlineData("POST", "/mvi_1/cut-over", "{}", 400, "request.unreadable")]
    [InlineData("POST", "/mvi_1/roll-back", """{"reason":"bad"}""", 404, "move-in.not-found")]
    [InlineData("POST", "/mvi_1/roll-back", """{"reason":""}""", 422, "move-in.reason-required")]
    [InlineData("PUT", "/mvi_1/file", "{}", 404, "move-in.not-found")]
    [InlineData("PUT", "/mvi_1/mapping", "{}", 404, "move-in.not-found")]
    [InlineData("PUT", "/mvi_1/days/2026-11-20", "{}", 404, "move-in.not-found")]
    public async Task Bad_input_is_a_problem(string method, string path, string? body, int status, string code)
    {
        var sent = body is null ? null : JsonNode.Parse(body);

        var answer = await shop.Staff.SendAsync(new HttpMethod(method), $"/api/move-ins{path}", sent);

        answer.ExpectProblem(status, code);
    }

    [Fact]
    public async Task A_bad_file_or_a_step_out_of_turn_is_a_problem_and_changes_nothing()
    {
        var clerk = await MoveInClerk.OpenAsync(shop, "HAM");
        var before = await clerk.ShowAsync();
        var today = await clerk.TodayAsync();

        (await clerk.GetAsync("rows")).ExpectProblem(409, "move-in.no-file");
        (await clerk.PostAsync("dry-run")).ExpectProblem(409, "move-in.no-file");
        (await clerk.PostAsync("dual-run")).ExpectProblem(409, "move-in.wrong-state");
        (await clerk.PostAsync("roll-back", Because("no"))).ExpectProblem(409, "move-in.wrong-state");
        (await clerk.PutAsync($"days/{today}", "sku;qty\n")).ExpectProblem(409, "move-in.wrong-state");
        (await clerk.PutAsync("days/2026-02-30", "sku;qty\n")).ExpectProblem(400, "move-in.bad-day");
        (await clerk.PutAsync("days/2199-01-01", "sku;qty\n")).ExpectProblem(400, "move-in.bad-day");
        (await clerk.PutAsync($"days/{today}?at=soon", "sku;qty\n")).ExpectProblem(400, "move-in.bad-day");
        (await clerk.PutAsync("file", "sku;qty\n", "application/json")).ExpectProblem(415, "request.not-csv");
        (await clerk.PutAsync("file", "PK\u0003\u0004")).ExpectProblem(422, "move-in.not-csv");
        (await clerk.PutAsync("file", "a;b\n1;2\n")).ExpectProblem(422, "move-in.no-header");
        (await clerk.PutAsync("mapping", "old,NO-SUCH-SKU\n")).ExpectProblem(422, "move-in.bad-mapping");
        (await clerk.PutAsync("file", new byte[(10 << 20) + 1])).ExpectProblem(413, "request.too-large");

        Assert.Equal(before.ToJsonString(), (await clerk.ShowAsync()).ToJsonString());
        (await shop.Client.GetAsync($"/api/move-ins/{clerk.Id}")).ExpectProblem(401, "access.unauthenticated");
    }

    [Fact]
    public async Task A_file_of_a_hundred_thousand_rows_is_mapped_and_paged()
    {
        var clerk = await MoveInClerk.OpenAsync(shop, "CGN");
        var rows = string.Concat(Enumerable.Range(0, 100_000).Select(row => row % 10 == 0
            ? $"TEE-CREW-NAVY-M;{row % 7}\n"
            : $"TEE-CRWE-{row}-NAVI;1\n"));

        var report = (await clerk.PutAsync("file", $"sku;qty\n{rows}")).Expect(200).Member("file");
        var page = (await clerk.GetAsync("rows?state=rejected&limit=100")).Expect(200);

        Assert.Equal((100_000, 90_000), (report.Number("rows"), report.Number("rejected")));
        Assert.True(report.Number("suggested") > 0, report.ToJsonString());
        Assert.Equal(100, page.Items().Count);
        (await clerk.PutAsync("file", $"sku;qty\n{rows}A;1\n")).ExpectProblem(422, "move-in.too-many-rows");
    }

    private static JsonObject Ready => new() { ["reason"] = "ready", ["acceptRejected"] = true };

    private static JsonObject Because(string reason) => new() { ["reason"] = reason };

    private async Task<MoveInClerk> BeginAsync()
    {
        (await shop.Staff.PostAsync("/api/move-ins", new JsonObject { ["location"] = Munich }))
            .ExpectProblem(409, "move-in.moved-in-already");
        var clerk = await MoveInClerk.OpenAsync(shop, Munich);
        (await shop.Staff.PostAsync("/api/move-ins", new JsonObject { ["location"] = Munich, ["again"] = true }))
            .ExpectProblem(409, "move-in.open-already");
        return clerk;
    }

    private async Task StockAsync(string sku, int pieces, string location = Munich) => (await shop.Staff.PostAsync(
        "/api/dev/stock", new JsonObject { ["sku"] = sku, ["location"] = location, ["onHand"] = pieces })).Expect(200);

    // One row is unknown until the shop says what it is; half a piece stays out.
    private static async Task MapAsync(MoveInClerk clerk, LegacyBook book)
    {
        var report = (await clerk.PutAsync("file", book.Export(), "text/csv; charset=windows-1252")).Expect(200)
            .Member("file");
        Assert.Equal(
            (74, 70, 2, 2), (report.Number("rows"), report.Number("mapped"), report.Number("merged"),
                report.Number("rejected")));
        Assert.Equal("windows-1252", report.Required("encoding"));
        var page = (await clerk.GetAsync("rows?state=rejected&limit=1")).Expect(200);
        var rest = (await clerk.GetAsync(
            $"rows?state=rejected&limit=1&cursor={Uri.EscapeDataString(page.Required("nextCursor"))}")).Expect(200);
        Assert.Equal(
            ["row.unknown-article", "row.fraction"],
            page.Items().Concat(rest.Items()).Select(row => row.Required("code")));

        var mapping = $"legacy,sku\naltes hemd für größe m,{book[9]}\n";
        var mapped = (await clerk.PutAsync("mapping", mapping)).Expect(200);

        Assert.Equal(1, mapped.Member("file").Number("rejected"));
        (await clerk.PutAsync("mapping", "Altes Hemd für größe m,-\n")).Expect(200);
        var lines = (await clerk.GetAsync("report.csv")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(75, lines.Length);
        Assert.Contains(lines, line => line.Contains("row.left-out", StringComparison.Ordinal));
    }

    private async Task DryRunAsync(MoveInClerk clerk, LegacyBook book)
    {
        var ledger = await book.LedgerAsync(shop.Staff, Munich);
        var journal = (await shop.Staff.GetAsync("/api/stock/proof")).Expect(200).Number("movements");

        var dry = (await clerk.PostAsync("dry-run")).Expect(200);

        Assert.Equal(ledger, await book.LedgerAsync(shop.Staff, Munich));
        Assert.Equal(journal, (await shop.Staff.GetAsync("/api/stock/proof")).Expect(200).Number("movements"));
        Assert.Equal(70, dry.Number("articles"));
        Assert.True(dry.Number("leftAlone") > 0, dry.ToJsonString());
        Assert.Equal(
            ledger.Where(shelf => shelf.Value != book.Pieces[shelf.Key])
                .ToDictionary(shelf => shelf.Key, shelf => book.Pieces[shelf.Key] - shelf.Value),
            dry.Items("lines").Where(line => line.Number("change") != 0)
                .ToDictionary(line => line.Required("sku"), line => line.Number("change")));
    }

    // On the second day a sale is scanned that the old system was not told, and another only typed there.
    private async Task DualRunAsync(MoveInClerk clerk, LegacyBook book)
    {
        (await clerk.PostAsync("dual-run")).Expect(200);
        (await clerk.PutAsync($"days/{await clerk.TodayAsync()}", book.Export())).Expect(200);
        await shop.Staff.AdvanceClockAsync("P1D");
        var sold = book[1];
        var onHand = (await book.LedgerAsync(shop.Staff, Munich))[sold];
        var now = await clerk.NowAsync();
        var scanned = await shop.Crew.SendAsync(Munich, Unique.Key(), [LegacyBook.Sale(sold, 1, now, Munich)]);
        Assert.Equal(1, scanned.Expect(202).Number("accepted"));
        await Eventually.HoldsAsync(
            () => book.LedgerAsync(shop.Staff, Munich), ledger => ledger[sold] == onHand - 1, "the sale is booked");
        book.Set(book[4], book.Pieces[book[4]] + 3);
        await shop.Staff.AdvanceClockAsync("PT1M");

        var today = await clerk.TodayAsync();
        (await clerk.PutAsync($"days/{today}", book.Export())).Expect(200);

        var report = (await clerk.GetAsync($"days/{today}")).Expect(200);
        var causes = report.Items("differences")
            .ToDictionary(one => one.Required("sku"), one => one.Required("likelyCause"));
        Assert.Equal("onlyInLegacy", causes[book[4]]);
        Assert.Equal("onlyInLedger", causes[sold]);
        Assert.Equal(2, report.Items("trend").Count);
        Assert.All(
            report.Items("differences").Where(one => one.Number("legacy") > 0),
            one => Assert.Equal(book.Pieces[one.Required("sku")], one.Number("legacy")));
    }
}
