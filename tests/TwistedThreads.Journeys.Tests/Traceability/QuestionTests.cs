using System.Globalization;
using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Traceability;

/// <summary>What can be asked about events, in which order, and page by page.</summary>
public sealed class QuestionTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Lot = "urn:epc:class:lgtin:9506000.013435.L7";
    private const string Item = "urn:epc:id:sgtin:9506000.013435.";

    [Fact]
    public async Task Events_are_found_by_every_parameter_and_only_by_right_values()
    {
        using var partner = await PartnerAsync();
        var rich = Rich("rich");
        Assert.Equal(201, (await partner.TellAsync(rich.ToJsonString())).Status);
        (string Name, string Right, string Wrong)[] parameters =
        [
            ("eventType", "TransactionEvent|ObjectEvent", "AggregationEvent"),
            ("GE_eventTime", "2026-11-18T10:00:00Z", "2026-11-18T10:00:00.001Z"),
            ("LT_eventTime", "2026-11-18T10:00:00.001Z", "2026-11-18T10:00:00Z"),
            ("GE_recordTime", "2020-01-01T00:00:00Z", "2199-01-01T00:00:00Z"),
            ("LT_recordTime", "2199-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
            ("EQ_action", "ADD", "DELETE|OBSERVE"),
            ("EQ_bizStep", "storing|packing", "urn:epcglobal:cbv:bizstep:storing"),
            ("EQ_disposition", "https://ref.gs1.org/cbv/Disp-in_progress", "in_transit"),
            ("EQ_readPoint", "urn:epc:id:sgln:4260123.90001.9", Told.Shop),
            ("EQ_bizLocation", Told.Warehouse, Told.Shop),
            ("MATCH_epc", "https://example.com/01/09506000134352/21/1", Item + "3"),
            ("MATCH_epc", "urn:epc:idpat:sgtin:9506000.013435.*", "urn:epc:idpat:sgtin:9506000.013436.*"),
            ("MATCH_anyEPC", Item + "2", Item + "3"),
            ("MATCH_parentID", "urn:epc:id:sscc:4260123.0000000017", Item + "1"),
            ("MATCH_epcClass", Lot, "urn:epc:class:lgtin:9506000.013435.L8"),
            ("MATCH_anyEPCClass", "https://id.gs1.org/01/09506000134352", "https://id.gs1.org/01/04260123110505"),
            ("EQ_bizTransaction_po", "https://partner.example/po/7", "https://partner.example/po/8"),
        ];

        foreach (var (name, right, wrong) in parameters)
        {
            var found = await partner.FindAsync(("EQ_eventID", Told.Id("rich")), (name, right));
            var missed = await partner.FindAsync(("EQ_eventID", Told.Id("rich")), (name, wrong));
            var listed = await partner.FindAsync((name, right), ("perPage", "100"));

            Assert.True(found.Events.Count == 1, $"{name}={right}: {found.Text}");
            Assert.True(missed.Events.Count == 0, $"{name}={wrong}: {missed.Text}");
            Assert.Contains(listed.Events, item => item.Required("eventID") == Told.Id("rich"));
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_in_order_and_the_last_one_has_no_link()
    {
        using var partner = await PartnerAsync();
        var events = Enumerable.Range(0, 25)
            .Select(number => Told.Receipt(
                Told.Id($"page {number}"), "https://id.gs1.org/01/09506000134369", 1,
                $"2026-{1 + (number % 3):00}-{1 + number:00}T10:00:00.000Z"))
            .ToArray<JsonNode>();
        Assert.True((await partner.CaptureAsync(Told.Document(events)))["success"]!.GetValue<bool>());

        var newest = await AllAsync(
            partner, "MATCH_epcClass=https%3A%2F%2Fid.gs1.org%2F01%2F09506000134369&perPage=10");
        var oldest = await AllAsync(
            partner,
            "GE_eventTime=2026-01-01T00:00:00Z&LT_eventTime=2026-04-01T00:00:00Z&perPage=7&orderDirection=ASC");
        var some = await AllAsync(
            partner, "LT_eventTime=2026-04-01T00:00:00Z&GE_eventTime=2026-01-01T00:00:00Z&perPage=7&eventCountLimit=9");

        Assert.Equal((25, 3), (newest.Events.Count, newest.Pages));
        Assert.Equal((25, 4), (oldest.Events.Count, oldest.Pages));
        Assert.Equal((9, 2), (some.Events.Count, some.Pages));
        Assert.Equal(oldest.Events.Order(StringComparer.Ordinal), oldest.Events);
        Assert.Equal(oldest.Events.AsEnumerable().Reverse(), newest.Events);
        Assert.Equal(newest.Events.Take(9), some.Events);
    }

    [Fact]
    public async Task More_events_than_somebody_bears_are_refused()
    {
        using var partner = await PartnerAsync();
        foreach (var number in (int[])[1, 2, 3])
        {
            await partner.TellAsync(
                Told.Receipt(Told.Id($"many {number}"), "https://id.gs1.org/01/09506000134376", number).ToJsonString());
        }

        var three = await partner.FindAsync(
            ("MATCH_epcClass", "https://id.gs1.org/01/09506000134376"), ("maxEventCount", "3"));
        var two = await partner.FindAsync(
            ("MATCH_epcClass", "https://id.gs1.org/01/09506000134376"), ("maxEventCount", "2"));

        Assert.Equal(3, three.Events.Count);
        Assert.Equal((413, "epcis.query-too-large"), (two.Status, two.Code));
    }

    [Theory]
    [InlineData("EQ_colour=blue", "/EQ_colour")]
    [InlineData("perPage=101", "/perPage")]
    [InlineData("perPage=0", "/perPage")]
    [InlineData("GE_eventTime=yesterday", "/GE_eventTime")]
    [InlineData("EQ_bizStep=receiveing", "/EQ_bizStep")]
    [InlineData("EQ_action=LOOK", "/EQ_action")]
    [InlineData("MATCH_epc=shirt", "/MATCH_epc")]
    [InlineData("orderBy=colour", "/orderBy")]
    [InlineData("eventCountLimit=1&maxEventCount=1", "/maxEventCount")]
    public async Task A_question_that_cannot_be_answered_is_refused_with_its_parameter(string query, string pointer)
    {
        using var partner = await PartnerAsync();

        var answer = await partner.GetAsync($"/api/epcis/events?{query}");

        Assert.Equal((400, "epcis.bad-query"), (answer.Status, answer.Code));
        Assert.Contains(answer.Json.Items("errors"), error => error.Required("pointer") == pointer);
    }

    [Fact]
    public async Task A_token_of_another_question_is_refused()
    {
        using var partner = await PartnerAsync();
        foreach (var number in (int[])[1, 2])
        {
            await partner.TellAsync(Told.Receipt(null, "https://id.gs1.org/01/09506000134383", number).ToJsonString());
        }

        var first = await partner.GetAsync("/api/epcis/events?perPage=1");
        var other = await partner.GetAsync(first.Next! + "&EQ_action=ADD");

        Assert.Equal((400, "epcis.bad-page-token"), (other.Status, other.Code));
    }

    [Fact]
    public async Task Names_are_answered_as_they_came_or_as_links()
    {
        using var partner = await PartnerAsync();
        Assert.Equal(201, (await partner.TellAsync(Rich("format").ToJsonString())).Status);
        var address = $"/api/epcis/events?EQ_eventID={Uri.EscapeDataString(Told.Id("format"))}";

        var asTheyCame = await partner.GetAsync(address, ("GS1-EPC-Format", "Never_Translates"));
        var asLinks = await partner.GetAsync(
            address, ("GS1-EPC-Format", "Always_GS1_Digital_Link"), ("Accept", "application/ld+json"));

        Assert.Equal(Item + "1", asTheyCame.Events[0]["epcList"]![0]!.GetValue<string>());
        Assert.Equal(
            "https://id.gs1.org/01/09506000134352/21/1", asLinks.Events[0]["epcList"]![0]!.GetValue<string>());
        Assert.StartsWith("application/ld+json", asLinks.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("blue", asLinks.Events[0].Required("ex:colour"));
        Assert.Equal("https://ns.example.com/epcis/", asLinks.Events[0]["@context"]![0]!.Required("ex"));
    }

    [Fact]
    public async Task Our_own_scans_are_readable_as_events_and_booked_once()
    {
        using var partner = await PartnerAsync();
        var sku = await shop.SkuWithAsync(10);
        var article = await Articles.LinkOfAsync(shop, sku);
        var uuid = Unique.EventId($"epcis {sku}");
        var report = await shop.Crew.SendAsync(
            "WH1", Unique.Key(), [Scan(uuid, "sale", sku, 2), Scan($"s-{sku}", "damage", sku, 1)]);
        Assert.Equal(2, report.Expect(202).Number("accepted"));

        var found = await Eventually.HoldsAsync(
            () => partner.FindAsync(("MATCH_epcClass", article)), seen => seen.Events.Count == 2, "both are readable");

        var sale = found.Events.Single(item => item.Required("bizStep") == "retail_selling");
        Assert.Equal($"urn:uuid:{uuid}", sale.Required("eventID"));
        Assert.Equal("retail_sold", sale.Required("disposition"));
        Assert.Equal(Told.Warehouse, sale["bizLocation"]!.Required("id"));
        Assert.Equal(2, sale["quantityList"]![0]!.Number("quantity"));
        var damage = found.Events.Single(item => item.Required("disposition") == "damaged");
        Assert.StartsWith("ni:///sha-256;", damage.Required("eventID"), StringComparison.Ordinal);
        await HasAsync(sku, 7);

        sale.AsObject().Remove("recordTime");
        Assert.Equal(201, (await partner.TellAsync(Told.Declared(sale.AsObject()).ToJsonString())).Status);
        await HasAsync(sku, 9);
        await shop.Staff.ProveStockAsync();
    }

    private static JsonObject Rich(string name) => JsonNode.Parse($$"""
        { "@context": [{ "ex": "https://ns.example.com/epcis/" }], "eventID": "{{Told.Id(name)}}",
          "type": "TransactionEvent", "eventTime": "2026-11-18T11:00:00.000+01:00", "eventTimeZoneOffset": "+01:00",
          "action": "ADD", "bizStep": "urn:epcglobal:cbv:bizstep:packing", "disposition": "in_progress",
          "readPoint": { "id": "urn:epc:id:sgln:4260123.90001.9" }, "bizLocation": { "id": "{{Told.Warehouse}}" },
          "parentID": "urn:epc:id:sscc:4260123.0000000017", "epcList": ["{{Item}}1", "{{Item}}2"],
          "quantityList": [{ "epcClass": "{{Lot}}", "quantity": 2.5, "uom": "KGM" }],
          "bizTransactionList": [{ "type": "po", "bizTransaction": "https://partner.example/po/7" }],
          "ex:colour": "blue" }
        """)!.AsObject();

    private static JsonObject Scan(string id, string type, string sku, int quantity) => new()
    {
        ["eventId"] = id,
        ["type"] = type,
        ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        ["location"] = "WH1",
        ["code"] = sku,
        ["quantity"] = quantity,
    };

    private static async Task<(IReadOnlyList<string> Events, int Pages)> AllAsync(Partner partner, string query)
    {
        var (events, pages) = (new List<string>(), 0);
        for (var next = $"/api/epcis/events?{query}"; next is not null; pages++)
        {
            var page = await partner.GetAsync(next);
            events.AddRange(page.Events.Select(item => item.Required("eventTime") + item.Required("eventID")));
            next = page.Next;
        }

        return (events, pages);
    }

    private async Task<Partner> PartnerAsync() => new(shop.Client, await shop.Staff.SignedInAsync());

    private Task<StockCard> HasAsync(string sku, int pieces) => Eventually.HoldsAsync(
        () => shop.Staff.StockAsync(sku), card => card.OnHand == pieces, $"there are {pieces} of {sku}");
}
