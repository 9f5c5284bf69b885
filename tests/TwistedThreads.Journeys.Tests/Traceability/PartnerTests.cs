using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Traceability;

/// <summary>Partners tell the shop what happened, in EPCIS, and ask it what it knows.</summary>
public sealed class PartnerTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Elsewhere = "https://id.gs1.org/01/09506000134352";

    [Fact]
    public async Task What_a_partner_tells_is_booked_and_can_be_asked_for()
    {
        using var partner = await PartnerAsync();
        var (sku, article) = await ArticleAsync(5);
        var id = Told.Id($"booked {sku}");

        var job = await partner.CaptureAsync(Told.Document(Told.Receipt(id, article, 7)));

        Assert.True(job["success"]!.GetValue<bool>(), job.ToJsonString());
        Assert.Equal(1, job.Number("captured"));
        await HasAsync(sku, 12);
        var kept = Assert.Single((await partner.FindAsync(("MATCH_anyEPCClass", article))).Events);
        Assert.Equal(id, kept.Required("eventID"));
        Assert.NotEmpty(kept.Text("recordTime"));
        var one = await partner.GetAsync($"/api/epcis/events/{Uri.EscapeDataString(id)}");
        Assert.Equal(id, one.Json.Required("eventID"));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task An_error_declaration_reverses_the_ledger_once()
    {
        using var partner = await PartnerAsync();
        var (sku, article) = await ArticleAsync(3);
        var wrong = Told.Receipt(Told.Id($"wrong {sku}"), article, 40);
        Assert.Equal(201, (await partner.TellAsync(wrong.ToJsonString())).Status);
        await HasAsync(sku, 43);

        var declared = await partner.TellAsync(Told.Declared(wrong).ToJsonString());
        var again = await partner.TellAsync(Told.Declared(wrong).ToJsonString());
        var right = await partner.TellAsync(Told.Receipt(Told.Id($"right {sku}"), article, 4).ToJsonString());

        Assert.Equal((201, 409, 201), (declared.Status, again.Status, right.Status));
        await HasAsync(sku, 7);
        await shop.Staff.ProveStockAsync();
        var found = await partner.FindAsync(("EQ_eventID", wrong.Required("eventID")));
        Assert.Equal(2, found.Events.Count);
        Assert.Single((await partner.FindAsync(
            ("EXISTS_errorDeclaration", "true"), ("EQ_eventID", wrong.Required("eventID")))).Events);
    }

    [Fact]
    public async Task An_event_that_was_declared_wrong_before_it_came_is_kept_and_not_booked()
    {
        using var partner = await PartnerAsync();
        var (sku, article) = await ArticleAsync(2);
        var late = Told.Receipt(Told.Id($"late {sku}"), article, 50);

        Assert.Equal(201, (await partner.TellAsync(Told.Declared(late).ToJsonString())).Status);
        Assert.Equal(201, (await partner.TellAsync(late.ToJsonString())).Status);
        Assert.Equal(201, (await partner.TellAsync(Told.Receipt(null, article, 1).ToJsonString())).Status);

        // One consumer: when the last is booked, those before it have been looked at.
        await HasAsync(sku, 3);
        Assert.Equal(2, (await partner.FindAsync(("EQ_eventID", late.Required("eventID")))).Events.Count);
    }

    [Fact]
    public async Task One_wrong_event_keeps_all_out_or_only_itself()
    {
        using var partner = await PartnerAsync();
        var (sku, article) = await ArticleAsync(1);
        var good = Told.Receipt(Told.Id($"good {sku}"), article, 2);
        var bad = Told.Receipt(Told.Id($"bad {sku}"), article, 3);
        bad["bizStep"] = "receiveing";
        bad["colour"] = "blue";

        var rolledBack = await partner.CaptureAsync(Told.Document(good, bad));
        var nothing = await partner.FindAsync(("EQ_eventID", good.Required("eventID")));
        var proceeded = await partner.CaptureAsync(Told.Document(good, bad), "proceed");

        Assert.Equal("rollback", rolledBack.Required("captureErrorBehaviour"));
        Assert.False(rolledBack["success"]!.GetValue<bool>());
        Assert.Equal(0, rolledBack.Number("captured"));
        Assert.Equal(
            ["/epcisBody/eventList/1/bizStep", "/epcisBody/eventList/1/colour"],
            rolledBack.Items("errors").Select(error => error.Required("pointer")));
        Assert.Empty(nothing.Events);
        Assert.False(proceeded["success"]!.GetValue<bool>());
        Assert.Equal(1, proceeded.Number("captured"));
        await HasAsync(sku, 3);
    }

    [Fact]
    public async Task The_same_event_is_captured_once_however_often_it_is_sent()
    {
        using var partner = await PartnerAsync();
        var (sku, article) = await ArticleAsync(1);
        var nameless = Told.Receipt(null, article, 2);

        var first = await partner.CaptureAsync(Told.Document(nameless));
        var second = await partner.CaptureAsync(Told.Document(nameless));
        var third = await partner.TellAsync(nameless.ToJsonString());

        Assert.True(first["success"]!.GetValue<bool>());
        Assert.Equal("epcis.event-exists", Assert.Single(second.Items("errors")).Required("code"));
        Assert.Equal((409, "epcis.event-exists"), (third.Status, third.Code));
        await HasAsync(sku, 3);
        var id = Assert.Single((await partner.FindAsync(("MATCH_epcClass", article))).Events).Required("eventID");
        Assert.Matches("^ni:///sha-256;[0-9a-f]{64}[?]ver=CBV2[.]0$", id);
        Assert.Equal(200, (await partner.GetAsync($"/api/epcis/events/{Uri.EscapeDataString(id)}")).Status);
    }

    [Fact]
    public async Task Too_much_too_many_and_other_formats_are_refused_with_the_limits()
    {
        using var partner = await PartnerAsync();
        var many = Told.Document([.. Enumerable.Range(0, 501).Select(number => Told.Receipt(null, Elsewhere, number))]);
        var large = Told.Document(Told.Receipt(null, Elsewhere + "?" + new string('x', 1024 * 1024), 1));

        var tooMany = await partner.SubmitAsync(many);
        var tooLarge = await partner.SubmitAsync(large);
        var xml = await partner.SendAsync(HttpMethod.Post, "/api/epcis/capture", "<a/>", "application/xml");

        Assert.Equal((413, 413, 415), (tooMany.Status, tooLarge.Status, xml.Status));
        Assert.Equal("epcis.too-many-events", tooMany.Code);
        Assert.Equal("epcis.too-large", tooLarge.Code);
        Assert.All([tooMany, tooLarge], answer =>
        {
            Assert.Equal("500", answer.Headers["GS1-EPCIS-Capture-Limit"]);
            Assert.Equal("1048576", answer.Headers["GS1-EPCIS-Capture-File-Size-Limit"]);
            Assert.Equal("2.0.0", answer.Headers["GS1-EPCIS-Version"]);
        });
    }

    [Theory]
    [InlineData("not json", "epcis.unreadable")]
    [InlineData("{\"a\":1,\"a\":2}", "epcis.unreadable")]
    [InlineData("[]", "epcis.bad-document")]
    [InlineData("{\"type\":\"\\ud800\"}", "epcis.bad-document")]
    public async Task A_document_that_is_wrong_as_a_whole_is_refused_at_once(string body, string code)
    {
        using var partner = await PartnerAsync();

        var answer = await partner.SubmitAsync(body);

        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("GS1-EPC-Format", "Always_EPC_URN")]
    [InlineData("GS1-EPCIS-Min", "2.1.0")]
    [InlineData("GS1-EPCIS-Max", "1.2.0")]
    public async Task What_the_shop_does_not_speak_is_not_acceptable(string header, string value)
    {
        using var partner = await PartnerAsync();

        var answer = await partner.GetAsync("/api/epcis/events", (header, value));

        Assert.Equal((406, "epcis.not-acceptable"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_device_tells_only_of_its_own_place()
    {
        using var device = new Partner(shop.Client, await shop.Crew.DeviceAsync("WH1"));
        var (sku, article) = await ArticleAsync(1);

        var own = await device.TellAsync(Told.Receipt(Told.Id($"own {sku}"), article, 1).ToJsonString());
        var other = await device.TellAsync(
            Told.Receipt(Told.Id($"other {sku}"), article, 1, place: Told.Shop).ToJsonString());
        var reading = await device.FindAsync(("MATCH_epcClass", article));

        Assert.Equal((201, 400, 403), (own.Status, other.Status, reading.Status));
        Assert.Equal("epcis.other-location", other.Code);
    }

    [Fact]
    public async Task Capture_jobs_are_listed_page_by_page()
    {
        using var partner = await PartnerAsync();
        for (var number = 0; number < 3; number++)
        {
            await partner.CaptureAsync(Told.Document(Told.Receipt(Told.Id($"listed {number}"), Elsewhere, 1)));
        }

        var first = await partner.GetAsync("/api/epcis/capture?perPage=2");
        var second = await partner.GetAsync(first.Next!);

        Assert.Equal(2, first.Json.AsArray().Count);
        Assert.NotEmpty(second.Json.AsArray());
        Assert.True(
            string.CompareOrdinal(
                first.Json[1]!.Required("captureID"), second.Json[0]!.Required("captureID")) > 0,
            "The newest jobs stand first.");
    }

    private async Task<Partner> PartnerAsync() => new(shop.Client, await shop.Staff.SignedInAsync());

    private async Task<(string Sku, string Article)> ArticleAsync(int pieces)
    {
        var sku = await shop.SkuWithAsync(pieces);
        return (sku, await Articles.LinkOfAsync(shop, sku));
    }

    private Task<StockCard> HasAsync(string sku, int pieces) => Eventually.HoldsAsync(
        () => shop.Staff.StockAsync(sku), card => card.OnHand == pieces, $"there are {pieces} of {sku}");
}
