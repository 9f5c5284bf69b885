using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Desk;

/// <summary>Bad wishes at the stock desk: each is refused with its place, and nothing of it is done.</summary>
public sealed class BadInputTests(RunningShop shop) : IClassFixture<RunningShop>
{
    public static TheoryData<string, string, int, string, string> Wishes => new()
    {
        { "transfers", """{"from":"WH1","to":"WH1","lines":[$L]}""", 422, "transfer.same-location", "/to" },
        { "transfers", """{"from":"XX9","to":"BER","lines":[$L]}""", 422, "location.unknown", "/from" },
        { "transfers", """{"from":"WH1","to":"BER","lines":[]}""", 422, "stock.bad-lines", "/lines" },
        { "transfers", """{"from":"WH1","to":"BER","lines":[$L,$L]}""", 422, "stock.repeated-sku", "/lines/1/sku" },
        {
            "transfers", """{"from":"WH1","to":"BER","lines":[{"sku":"$S","quantity":0}]}""", 422,
            "stock.bad-quantity", "/lines/0/quantity"
        },
        { "transfers", """{"from":"WH1","to":"BER"}""", 400, "request.unreadable", "" },
        {
            "transfers", """{"from":"WH1","to":"BER","lines":[$L],"note":" "}""", 422, "stock.bad-text", "/note"
        },
        { "receipts", """{$R,"parcels":[]}""", 422, "receipt.bad-parcels", "/parcels" },
        {
            "receipts", """{$R,"parcels":[{"sscc":"340123450000000018","lines":[$L]}]}""", 422, "receipt.bad-sscc",
            "/parcels/0/sscc"
        },
        {
            "receipts", """{$R,"parcels":[{"lines":[{"sku":"NO-SUCH","quantity":1}]}]}""", 422, "stock.unknown-sku",
            "/parcels/0/lines/0/sku"
        },
        {
            "receipts",
            """{"location":"WH1","purchaseOrder":"","supplier":"x","expectedOn":"2027-01-15","parcels":[]}""", 422,
            "stock.bad-text", "/purchaseOrder"
        },
        {
            "receipts", """{"location":"WH1","purchaseOrder":"P","supplier":"x","expectedOn":"soon","parcels":[]}""",
            400, "request.unreadable", "/expectedOn"
        },
        { "counts", """{"location":"WH1","skus":["$S","$S"]}""", 422, "stock.repeated-sku", "/skus/1" },
        { "counts", """{"location":"wh1","skus":["$S"]}""", 422, "location.unknown", "/location" },
        {
            "stock/adjustments", """{"sku":"$S","location":"WH1","quantity":-1,"reason":"found"}""", 422,
            "stock.bad-quantity", "/quantity"
        },
        {
            "stock/adjustments", """{"sku":"$S","location":"WH1","quantity":1,"reason":"luck"}""", 422,
            "stock.unknown-reason", "/reason"
        },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task A_bad_wish_is_refused_with_its_place(
        string route, string body, int status, string code, string pointer)
    {
        var sku = await shop.SkuWithAsync(5);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var text = body
            .Replace("$L", """{"sku":"$S","quantity":1}""", StringComparison.Ordinal)
            .Replace(
                "$R", "\"location\":\"WH1\",\"purchaseOrder\":\"P\",\"supplier\":\"x\",\"expectedOn\":\"2027-01-15\"",
                StringComparison.Ordinal)
            .Replace("$S", sku, StringComparison.Ordinal);

        var answer = await clerk.PostAsync($"/api/{route}", JsonNode.Parse(text));

        Assert.Equal(pointer, answer.ExpectProblem(status, code).Items("errors")[0].Required("pointer"));
        var level = await clerk.LevelAsync(sku, "WH1");
        Assert.Equal((5, 0), (level.Number("onHand"), level.Number("incoming")));
    }

    [Theory]
    [InlineData("transfers", "trf_00000000000000000000000000.WH1", "transfer")]
    [InlineData("transfers", "cnt_00000000000000000000000000.WH1", "transfer")]
    [InlineData("receipts", "rcp_1", "receipt")]
    [InlineData("counts", "cnt_00000000000000000000000000.XX", "count")]
    public async Task What_is_not_there_cannot_be_shown_or_closed(string route, string id, string word)
    {
        var clerk = await Clerk.SignInAsync(shop, "warehouse");

        (await clerk.AskAsync($"/api/{route}/{id}")).ExpectProblem(404, $"{word}.not-found");
        (await clerk.PostAsync($"/api/{route}/{id}/closing", null)).ExpectProblem(404, $"{word}.not-found");
    }

    [Fact]
    public async Task A_wish_without_a_key_or_without_the_role_is_refused()
    {
        var sku = await shop.SkuWithAsync(5);
        var finance = await Clerk.SignInAsync(shop, "finance");

        (await shop.Staff.PostAsync("/api/transfers", Clerk.Transfer(sku, 1)))
            .ExpectProblem(400, "idempotency.key-required");
        (await finance.PostAsync("/api/transfers", Clerk.Transfer(sku, 1))).ExpectProblem(403, "access.forbidden");
    }
}
