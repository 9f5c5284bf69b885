using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Desk;

/// <summary>A day of a shop's tills, as a file.</summary>
public sealed class TillTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Heading = "location,receipt,line,soldAt,code,quantity,price";

    private static string At => Clerk.Now;

    [Fact]
    public async Task A_file_that_is_sent_twice_sells_once()
    {
        var sku = await shop.SkuWithAsync(10);
        var clerk = await Clerk.SignInAsync(shop, "shop");
        var receipt = Unique.Key();
        var file = $"{Heading}\nWH1,{receipt},1,{At},{sku},3,19.90\nWH1,{receipt},2,{At},{sku},-1,-19.90\n";

        var first = (await clerk.SendCsvAsync(file)).Expect(202);
        var second = (await clerk.SendCsvAsync(file + $"WH1,{receipt},3,{At},{sku},1,\n")).Expect(202);

        Assert.Equal((2, 0), (first.Number("accepted"), first.Number("duplicates")));
        Assert.Equal((1, 2), (second.Number("accepted"), second.Number("duplicates")));
        await Eventually.HoldsAsync(
            async () => (await clerk.LevelAsync(sku, "WH1")).Number("onHand"), onHand => onHand == 7,
            "three were sold and one came back, and one more was sold");
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task A_bad_row_is_told_by_its_line_and_does_not_hold_up_the_others()
    {
        var sku = await shop.SkuWithAsync(10);
        var clerk = await Clerk.SignInAsync(shop, "shop");
        var receipt = Unique.Key();
        string[] rows =
        [
            Heading, $"XYZ,{receipt},1,{At},{sku},1,", $"BER,r/1,1,{At},{sku},1,", $"BER,{receipt},one,{At},{sku},1,",
            $"BER,{receipt},2,20.11.2026,{sku},1,", $"BER,{receipt},3,{At},NO-SUCH-TEE,1,",
            $"BER,{receipt},4,{At},{sku},0,", $"BER,{receipt}", $"BER,{receipt},5,{At},{sku},1,",
            $"BER,{receipt},6,2026-11-20T18:00:00,{sku},1,",
        ];

        var answer = (await clerk.SendCsvAsync(string.Join("\r\n", rows))).Expect(202);

        Assert.Equal(1, answer.Number("accepted"));
        Assert.Equal(
            [
                "2 till.unknown-location", "3 till.bad-receipt", "4 till.bad-line", "5 till.bad-time",
                "6 till.unknown-item", "7 till.bad-quantity", "8 till.short-row", "10 till.bad-time",
            ],
            answer.Items("rejected").Select(row => $"{row.Number("row")} {row.Required("code")}"));
    }

    [Fact]
    public async Task A_sale_of_what_the_books_do_not_have_is_booked_and_flagged()
    {
        var sku = await shop.SkuWithAsync(0);
        var clerk = await Clerk.SignInAsync(shop, "shop");

        (await clerk.SendCsvAsync($"{Heading}\nBER,{Unique.Key()},1,{At},{sku},2,\n")).Expect(202);

        await Eventually.HoldsAsync(
            async () => string.Join(',', await clerk.KindsAsync(sku)), kinds => kinds == "unbooked",
            "what was sold is flagged");
        Assert.Equal(0, (await clerk.LevelAsync(sku, "BER")).Number("onHand"));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task What_is_no_file_of_a_till_is_refused_whole()
    {
        var clerk = await Clerk.SignInAsync(shop, "shop");

        (await clerk.SendCsvAsync("{}", "application/json")).ExpectProblem(415, "request.not-csv");
        (await clerk.SendCsvAsync("")).ExpectProblem(400, "till.bad-heading");
        (await clerk.SendCsvAsync("location,receipt\nBER,1")).ExpectProblem(400, "till.bad-heading");
        (await clerk.SendCsvAsync(new string('x', 6 * 1024 * 1024))).ExpectProblem(413, "request.too-large");
        Assert.Equal(
            0, (await clerk.SendCsvAsync($"{Heading}\n{new string(' ', 2 * 1024 * 1024)}")).Expect(202)
                .Number("accepted"));
    }
}
