using System.Text.Json.Nodes;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Traceability;

namespace TwistedThreads.Commerce.Tests.Traceability;

/// <summary>What events mean for the ledger, row by row, and how our scans read as events.</summary>
public sealed class StockFactsTests
{
    private const string Elsewhere = "https://id.gs1.org/414/4012345000009";
    private static readonly Sku Shirt = Sku.Parse("TEE-CREW-WHITE-XS");
    private static readonly LocationId Warehouse = LocationId.Parse("WH1");
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private static readonly Catalogue Books = Catalogued();
    private static readonly Locations Places = Placed();

    [Theory]
    [InlineData("receiving", "in_progress", "OBSERVE", null, "Receive")]
    [InlineData("receiving", null, "ADD", null, "Receive")]
    [InlineData("receiving", "in_progress", "OBSERVE", Sample.Shop, "TransferIn")]
    [InlineData("receiving", "in_progress", "OBSERVE", Elsewhere, "Receive")]
    [InlineData("receiving", "returned", "OBSERVE", null, "Return")]
    [InlineData("receiving", "damaged", "OBSERVE", null, "Receive Damage")]
    [InlineData("receiving", "damaged", "OBSERVE", Sample.Shop, "TransferIn Damage")]
    [InlineData("arriving", "in_progress", "OBSERVE", Sample.Shop, "TransferIn")]
    [InlineData("arriving", "in_progress", "OBSERVE", null, "")]
    [InlineData("storing", "sellable_accessible", "OBSERVE", null, "Putaway")]
    [InlineData("stocking", null, "OBSERVE", null, "Putaway")]
    [InlineData("cycle_counting", null, "OBSERVE", null, "Count")]
    [InlineData("stock_taking", null, "OBSERVE", null, "Count")]
    [InlineData("retail_selling", "retail_sold", "OBSERVE", null, "Sale")]
    [InlineData("retail_selling", "sellable_accessible", "OBSERVE", null, "")]
    [InlineData("inspecting", "damaged", "OBSERVE", null, "Damage")]
    [InlineData("inspecting", "non_sellable_other", "OBSERVE", null, "Adjust:hold")]
    [InlineData("inspecting", null, "ADD", null, "Adjust:found")]
    [InlineData("inspecting", null, "DELETE", null, "Adjust:lost")]
    [InlineData("inspecting", null, "OBSERVE", null, "")]
    [InlineData("holding", null, "OBSERVE", null, "Adjust:hold")]
    [InlineData("destroying", null, "DELETE", null, "Adjust:disposed")]
    [InlineData("picking", "in_progress", "OBSERVE", null, "")]
    [InlineData(null, null, "OBSERVE", null, "")]
    public void An_event_means_what_its_row_says(
        string? step, string? disposition, string action, string? source, string deeds)
    {
        var json = Moved(step, disposition, action);
        if (source is not null)
        {
            json["sourceList"] = Party("source", source);
        }

        var facts = FactsOf(json);

        Assert.Equal(deeds, string.Join(' ', facts.Select(fact =>
            fact.Reason is null ? $"{fact.Kind}" : $"{fact.Kind}:{fact.Reason}")));
        Assert.All(facts, fact => Assert.Equal((Warehouse, Shirt, 3), (fact.Location, fact.Sku, fact.Quantity)));
    }

    [Theory]
    [InlineData("departing", Sample.Shop, 1)]
    [InlineData("shipping", Sample.Shop, 1)]
    [InlineData("shipping", Elsewhere, 0)]
    [InlineData("shipping", Sample.Warehouse, 0)]
    public void Goods_on_their_way_to_another_place_of_ours_are_a_transfer(string step, string to, int transfers)
    {
        var json = Moved(step, "in_transit", "OBSERVE");
        json.Remove("bizLocation");
        json["destinationList"] = Party("destination", to);
        json["bizTransactionList"] = new JsonArray(
            new JsonObject { ["bizTransaction"] = "https://partner.example/po/7" },
            new JsonObject { ["bizTransaction"] = ScanEvents.Papers + "trf_1" });

        var facts = FactsOf(json);

        Assert.Equal(transfers, facts.Count);
        Assert.All(facts, fact => Assert.Equal((StockEventKind.TransferOut, "trf_1"), (fact.Kind, fact.Paper)));
    }

    [Fact]
    public void Every_row_of_the_table_is_reached_by_some_event()
    {
        var reached = from row in StockMeaning.Table
                      let action = (row.Action ?? EventAction.Observe).ToString().ToUpperInvariant()
                      let json = Moved(row.BizStep, row.Dispositions.Count > 0 ? row.Dispositions[0] : null, action)
                      select StockMeaning.Of(Sample.Event(json.ToJsonString()), row.IsFromUs, row.IsToUs);

        Assert.Equal(StockMeaning.Table, reached);
    }

    [Fact]
    public void Every_word_of_both_tables_is_one_of_the_vocabulary() => Assert.All(
        StockMeaning.Table.Select(row => (Step: row.BizStep, Words: row.Dispositions.ToArray()))
            .Concat(ScanEvents.Table.Select(row => (
                Step: row.BizStep, Words: row.Disposition is { } word ? [word] : Array.Empty<string>()))),
        row =>
        {
            Assert.Contains(row.Step, Cbv.BizStep.Words);
            Assert.All(row.Words, word => Assert.Contains(word, Cbv.Disposition.Words));
        });

    [Fact]
    public void Single_pieces_and_counted_ones_add_up_and_the_rest_is_left_out()
    {
        var json = Moved("receiving", "in_progress", "OBSERVE");
        json["epcList"] = new JsonArray(
            "urn:epc:id:sgtin:4260123.011050.1", "urn:epc:id:sgtin:4260123.011050.2",
            "urn:epc:id:sgtin:4260123.011050.2", "urn:epc:id:sgtin:4012345.011111.1");
        json["quantityList"] = new JsonArray(
            Amount(Sample.Shirt, 3m), Amount(Sample.Shirt + "/10/L7", 2m, "EA"), Amount(Sample.Shirt, 7m, "KGM"),
            Amount("https://id.gs1.org/01/04012345111118", 9m));

        Assert.Equal(7, Assert.Single(FactsOf(json)).Quantity);
        json["quantityList"]!.AsArray().Add(Amount(Sample.Shirt, 0.5m));
        Assert.Empty(FactsOf(json));
    }

    [Fact]
    public void A_count_of_nothing_is_a_fact_and_a_receipt_of_nothing_is_none()
    {
        var counted = Moved("cycle_counting", null, "OBSERVE");
        var received = Moved("receiving", null, "OBSERVE");
        counted["quantityList"] = new JsonArray(Amount(Sample.Shirt, 0m));
        received["quantityList"] = new JsonArray(Amount(Sample.Shirt, 0m));

        Assert.Equal(0, Assert.Single(FactsOf(counted)).Quantity);
        Assert.Empty(FactsOf(received));
    }

    [Fact]
    public void Nothing_happens_after_it_was_told()
    {
        var early = Moved("receiving", null, "OBSERVE");
        var future = Moved("receiving", null, "OBSERVE");
        future["eventTime"] = "2027-01-01T00:00:00Z";

        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), FactsOf(early)[0].OccurredAt);
        Assert.Equal(Now, FactsOf(future)[0].OccurredAt);
    }

    [Theory]
    [InlineData("receive", EventType.ObjectEvent)]
    [InlineData("putaway", EventType.ObjectEvent)]
    [InlineData("pick", EventType.ObjectEvent)]
    [InlineData("pack", EventType.AggregationEvent)]
    [InlineData("ship", EventType.ObjectEvent)]
    [InlineData("transfer-out", EventType.ObjectEvent)]
    [InlineData("transfer-in", EventType.ObjectEvent)]
    [InlineData("count", EventType.ObjectEvent)]
    [InlineData("adjust", EventType.ObjectEvent)]
    [InlineData("sale", EventType.ObjectEvent)]
    [InlineData("return", EventType.ObjectEvent)]
    [InlineData("damage", EventType.ObjectEvent)]
    [InlineData("print", EventType.TransformationEvent)]
    public void Every_kind_of_scan_reads_as_a_right_event(string kind, EventType type)
    {
        var happened = new ScanEvents(Books, Places).Of(Seen(kind))!;

        Assert.Empty(EventRules.Check(happened.Json, string.Empty).Found);
        Assert.Equal(type, happened.Type);
        Assert.Equal(ScanEvents.Table.Single(row => row.Kind == kind).BizStep, happened.BizStep);
        Assert.Equal(Sample.Warehouse, happened.BizLocation);
        Assert.Contains(Sample.Shirt, happened.Names);
    }

    [Fact]
    public void A_scan_with_a_UUID_keeps_it_and_another_is_named_by_its_content()
    {
        var scans = new ScanEvents(Books, Places);
        const string Uuid = "4f0c9a52-7a0f-4f3e-9a31-0d6d3c6d2f10";

        Assert.Equal($"urn:uuid:{Uuid}", scans.Of(Seen("sale") with { EventId = Uuid })!.EventId);
        Assert.StartsWith("ni:///sha-256;", scans.Of(Seen("sale"))!.EventId, StringComparison.Ordinal);
        Assert.NotEqual(scans.Of(Seen("sale"))!.EventId, scans.Of(Seen("sale") with { EventId = "s-2" })!.EventId);
        Assert.Equal(scans.Of(Seen("sale"))!.EventId, scans.Of(Seen("sale"))!.EventId);
    }

    [Fact]
    public void A_scan_that_names_a_batch_tells_it()
    {
        var happened = new ScanEvents(Books, Places).Of(Seen("receive") with { Lot = "L/7" })!;

        Assert.Equal(Sample.Shirt + "/10/L%2F7", Assert.Single(happened.Quantities).EpcClass);
        Assert.Contains(Sample.Shirt, happened.Names.SelectMany(EpcUri.Keys));
    }

    [Fact]
    public void A_scan_of_nothing_and_one_of_an_unknown_kind_are_not_told() =>
        Assert.All(
            [Seen("sale") with { Sku = null, Sscc = null }, Seen("dance")],
            scan => Assert.Null(new ScanEvents(Books, Places).Of(scan)));

    private static ScanSeen Seen(string kind) => new(
        "s-1", kind, Warehouse, Shirt, kind == "pack" ? "340123450000000017" : null, 2, "ord_1", null, Now);

    private static JsonObject Moved(string? step, string? disposition, string action)
    {
        var json = JsonNode.Parse(Sample.Receipt())!.AsObject();
        json["action"] = action;
        json.Remove("bizStep");
        json.Remove("disposition");
        if (step is not null)
        {
            json["bizStep"] = step;
        }

        if (disposition is not null)
        {
            json["disposition"] = disposition;
        }

        return json;
    }

    private static JsonArray Party(string name, string place) =>
        new(new JsonObject { ["type"] = "location", [name] = place });

    private static JsonObject Amount(string article, decimal quantity, string? unit = null)
    {
        var amount = new JsonObject { ["epcClass"] = article, ["quantity"] = quantity };
        if (unit is not null)
        {
            amount["uom"] = unit;
        }

        return amount;
    }

    private static IReadOnlyList<StockEvent> FactsOf(JsonObject json) =>
        new StockFacts(Books, Places).Of(Sample.Event(json.ToJsonString()), "epcis-1", "partner", Now);

    private static Catalogue Catalogued() => new(
    [
        new Product(
            "prd_tee", "tee", "Tee", "A tee.", "tees", "cotton", "regular", "tee.jpg", new DateOnly(2026, 1, 1), 1, [],
            [new Variant(Shirt, Gtin.Parse("4260123110505"), "white", "XS", Money.Euros(19.90m), 128, true)]),
    ]);

    private static Locations Placed()
    {
        var places = new Locations();
        places.Know(
        [
            new(Warehouse, "Leipzig", LocationKind.Warehouse, "Leipzig", "DE", "4260123900014"),
            new(LocationId.Parse("BER"), "Berlin", LocationKind.Shop, "Berlin", "DE", "4260123900113"),
        ]);
        return places;
    }
}
