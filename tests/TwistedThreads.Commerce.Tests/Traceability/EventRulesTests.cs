using System.Text.Json;
using System.Text.Json.Nodes;
using TwistedThreads.Commerce.Traceability;

namespace TwistedThreads.Commerce.Tests.Traceability;

/// <summary>Each rule with a bad case; what is right passes.</summary>
public sealed class EventRulesTests
{
    private const string Frame = """
        "eventTime": "2026-11-20T10:00:00.123456789+01:00", "eventTimeZoneOffset": "+01:00"
        """;

    private const string Epc = "urn:epc:id:sgtin:4260123.011050.7";
    private const string Parcel = "urn:epc:id:sscc:4260123.0000000017";

    public static TheoryData<string, string> Right => new()
    {
        { "ObjectEvent", $$"""
            "action": "ADD", "epcList": ["{{Epc}}"], "ilmd": { "ex:a": 1 }
            """ },
        { "ObjectEvent", """
            "action": "OBSERVE", "sensorElementList": [{ "sensorReport": [{ "type": "Temperature", "value": 4 }] }]
            """ },
        { "ObjectEvent", """
            "action": "OBSERVE", "epcList": ["https://partner.example/7"], "bizStep": "https://partner.example/ironing"
            """ },
        { "AggregationEvent", $$"""
            "action": "OBSERVE", "childEPCs": ["{{Epc}}"]
            """ },
        { "AggregationEvent", $$"""
            "action": "DELETE", "parentID": "{{Parcel}}"
            """ },
        { "AssociationEvent", $$"""
            "action": "ADD", "parentID": "{{Parcel}}", "childEPCs": ["{{Epc}}"]
            """ },
        { "TransactionEvent", $$"""
            "action": "ADD", "epcList": ["{{Epc}}"], "bizTransactionList": [{ "bizTransaction": "urn:x:1" }]
            """ },
        { "TransformationEvent", $$"""
            "inputEPCList": ["{{Epc}}"], "outputEPCList": ["{{Epc}}"]
            """ },
        { "TransformationEvent", $$"""
            "transformationID": "urn:x:1", "outputEPCList": ["{{Epc}}"]
            """ },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public void What_the_standard_allows_is_found_right(string type, string members) =>
        Assert.Empty(Sample.Read($$"""{ "type": "{{type}}", {{Frame}}, {{members}} }""").Faults);

    [Theory]
    [InlineData("eventTime", "\"2026-11-20\"", "epcis.bad-time")]
    [InlineData("eventTime", "\"2026-13-20T10:00:00Z\"", "epcis.bad-time")]
    [InlineData("eventTime", "\"1066-10-14T10:00:00Z\"", "epcis.bad-time")]
    [InlineData("eventTime", "1763629200", "epcis.bad-time")]
    [InlineData("eventTimeZoneOffset", "\"+14:30\"", "epcis.bad-offset")]
    [InlineData("eventTimeZoneOffset", "\"Z\"", "epcis.bad-offset")]
    [InlineData("recordTime", "\"now\"", "epcis.bad-time")]
    [InlineData("eventID", "\"17\"", "epcis.not-a-uri")]
    [InlineData("action", "\"observe\"", "epcis.bad-action")]
    [InlineData("bizStep", "\"receiveing\"", "epcis.unknown-word")]
    [InlineData("bizStep", "\"urn:epcglobal:cbv:bizstep:ironing\"", "epcis.unknown-word")]
    [InlineData("disposition", "7", "epcis.unknown-word")]
    [InlineData("readPoint", "\"urn:epc:id:sgln:4260123.90001.0\"", "epcis.not-an-object")]
    [InlineData("epcList", "\"urn:x:1\"", "epcis.not-a-list")]
    [InlineData("ilmd", "{ \"ex:lot\": \"7\" }", "epcis.not-of-action")]
    [InlineData("childEPCs", "[]", "epcis.not-of-type")]
    [InlineData("colour", "\"blue\"", "epcis.unknown-member")]
    [InlineData("@context", "7", "epcis.bad-context")]
    public void A_wrong_member_is_told_with_its_pointer(string name, string value, string code)
    {
        var json = JsonNode.Parse(Sample.Receipt())!.AsObject();
        json[name] = JsonNode.Parse(value);

        var fault = Assert.Single(Sample.Read(json.ToJsonString()).Faults);

        Assert.Equal(($"/{name}", code), (fault.Pointer, fault.Code));
    }

    [Theory]
    [InlineData("\"bizLocation\": {}", "/bizLocation/id", "epcis.missing")]
    [InlineData("\"bizLocation\": { \"id\": \"urn:epc:id:sgln:4260123.9001.0\" }", "/bizLocation/id", "epcis.bad-key")]
    [InlineData(
        "\"bizLocation\": { \"id\": \"https://id.gs1.org/414/4260123900015\" }",
        "/bizLocation/id", "epcis.bad-key")]
    [InlineData("\"bizLocation\": { \"id\": \"urn:x:1\", \"a/b\": 1 }", "/bizLocation/a~1b", "epcis.unknown-member")]
    [InlineData("\"epcList\": [\"urn:x:1\", \"\"]", "/epcList/1", "epcis.not-a-uri")]
    [InlineData("\"epcList\": [\"urn:epc:id:sgtin:426012.011050.7\"]", "/epcList/0", "epcis.bad-key")]
    [InlineData("\"epcList\": [\"urn:epc:idpat:sgtin:4260123.011050.*\"]", "/epcList/0", "epcis.not-an-instance")]
    [InlineData("\"quantityList\": [{ \"quantity\": 1 }]", "/quantityList/0/epcClass", "epcis.missing")]
    [InlineData(
        "\"quantityList\": [{ \"epcClass\": \"urn:x:1\", \"quantity\": -1 }]",
        "/quantityList/0/quantity", "epcis.bad-quantity")]
    [InlineData(
        "\"quantityList\": [{ \"epcClass\": \"urn:x:1\", \"quantity\": \"1\" }]",
        "/quantityList/0/quantity", "epcis.bad-quantity")]
    [InlineData(
        "\"quantityList\": [{ \"epcClass\": \"urn:x:1\", \"uom\": \"kg\" }]",
        "/quantityList/0/uom", "epcis.bad-unit")]
    [InlineData(
        "\"quantityList\": [{ \"epcClass\": \"urn:x:1\", \"colour\": 1 }]",
        "/quantityList/0/colour", "epcis.unknown-member")]
    [InlineData(
        "\"bizTransactionList\": [{ \"type\": \"po\" }]",
        "/bizTransactionList/0/bizTransaction", "epcis.missing")]
    [InlineData(
        "\"bizTransactionList\": [{ \"type\": \"ox\", \"bizTransaction\": \"urn:x:1\" }]",
        "/bizTransactionList/0/type", "epcis.unknown-word")]
    [InlineData("\"sourceList\": [{ \"source\": \"urn:x:1\" }]", "/sourceList/0/type", "epcis.missing")]
    [InlineData(
        "\"destinationList\": [{ \"type\": \"location\", \"destination\": \"x\" }]",
        "/destinationList/0/destination", "epcis.not-a-uri")]
    [InlineData(
        "\"persistentDisposition\": { \"set\": [\"blue\"] }",
        "/persistentDisposition/set/0", "epcis.unknown-word")]
    [InlineData("\"errorDeclaration\": {}", "/errorDeclaration/declarationTime", "epcis.missing")]
    [InlineData(
        "\"errorDeclaration\": { \"declarationTime\": \"2026-11-20T10:00:00Z\", \"reason\": \"bored\" }",
        "/errorDeclaration/reason", "epcis.unknown-word")]
    [InlineData("\"sensorElementList\": [{}]", "/sensorElementList/0/sensorReport", "epcis.missing")]
    [InlineData(
        "\"sensorElementList\": [{ \"sensorReport\": [{ \"time\": \"x\" }] }]",
        "/sensorElementList/0/sensorReport/0/time", "epcis.bad-time")]
    [InlineData("\"certificationInfo\": [\"x\"]", "/certificationInfo/0", "epcis.not-a-uri")]
    public void What_is_wrong_further_in_is_told_with_its_pointer(string member, string pointer, string code)
    {
        var json = $$"""{ "type": "ObjectEvent", {{Frame}}, "action": "OBSERVE", {{member}} }""";

        Assert.Contains(Sample.Read(json).Faults, fault => (fault.Pointer, fault.Code) == (pointer, code));
    }

    [Theory]
    [InlineData("ObjectEvent", "\"action\": \"OBSERVE\"", "", "epcis.says-nothing")]
    [InlineData("ObjectEvent", "\"epcList\": [\"urn:x:1\"]", "/action", "epcis.missing")]
    [InlineData("AggregationEvent", "\"action\": \"ADD\", \"childEPCs\": [\"urn:x:1\"]", "/parentID", "epcis.missing")]
    [InlineData("AggregationEvent", "\"action\": \"OBSERVE\", \"parentID\": \"urn:x:1\"", "", "epcis.says-nothing")]
    [InlineData(
        "AssociationEvent",
        "\"action\": \"OBSERVE\", \"childEPCs\": [\"urn:x:1\"]",
        "/parentID", "epcis.missing")]
    [InlineData(
        "TransactionEvent",
        "\"action\": \"ADD\", \"epcList\": [\"urn:x:1\"]",
        "/bizTransactionList", "epcis.missing")]
    [InlineData(
        "TransactionEvent",
        "\"action\": \"ADD\", \"bizTransactionList\": [{ \"bizTransaction\": \"urn:x:1\" }]",
        "", "epcis.says-nothing")]
    [InlineData("TransformationEvent", "\"inputEPCList\": [\"urn:x:1\"]", "", "epcis.says-nothing")]
    [InlineData(
        "TransformationEvent",
        "\"action\": \"ADD\", \"transformationID\": \"urn:x:1\", \"inputEPCList\": [\"urn:x:1\"]",
        "/action", "epcis.not-of-type")]
    [InlineData("QuantityEvent", "\"action\": \"ADD\"", "/type", "epcis.unknown-type")]
    [InlineData("0", "\"action\": \"ADD\"", "/type", "epcis.unknown-type")]
    public void An_event_that_does_not_hang_together_is_refused(
        string type, string members, string pointer, string code)
    {
        var json = $$"""{ "type": "{{type}}", {{Frame}}, {{members}} }""";

        Assert.Contains(Sample.Read(json).Faults, fault => (fault.Pointer, fault.Code) == (pointer, code));
    }

    [Fact]
    public void Of_very_many_faults_the_first_twenty_are_told()
    {
        var json = JsonNode.Parse(Sample.Receipt())!.AsObject();
        json["epcList"] = new JsonArray([.. Enumerable.Range(0, 50).Select(number => (JsonNode)number)]);

        Assert.Equal(EventFaults.Most, Sample.Read(json.ToJsonString()).Faults.Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"ObjectEvent\"")]
    [InlineData("{ \"type\": \"\\ud800\" }")]
    [InlineData("{ \"type\": \"ObjectEvent\", \"ex:a\": 1e999 }")]
    public void What_is_no_event_at_all_is_refused(string json) =>
        Assert.NotEmpty(EpcisReader.ReadEvent(
            JsonDocument.Parse(json).RootElement, string.Empty, JsonLdContext.Prefixes(null)).Faults);

    [Fact]
    public void Words_are_kept_bare_and_own_members_with_their_prefixes()
    {
        var happened = Sample.Event(Sample.Receipt(more: """
            "@context": { "ex": "https://ns.example.com/", "other": "https://other.example/" }, "ex:colour": "blue",
            "bizTransactionList": [{ "type": "https://ref.gs1.org/cbv/BTT-po", "bizTransaction": "urn:x:1" }],
            """).Replace("\"receiving\"", "\"urn:epcglobal:cbv:bizstep:receiving\"", StringComparison.Ordinal));

        var answer = happened.Answer(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), asLinks: false);

        Assert.Equal("receiving", happened.BizStep);
        Assert.Equal("po", happened.BizTransactions[0].Type);
        Assert.Equal("blue", answer["ex:colour"]!.GetValue<string>());
        Assert.Equal("""[{"ex":"https://ns.example.com/"}]""", answer["@context"]!.ToJsonString());
        Assert.Equal("2026-11-21T00:00:00.000Z", answer["recordTime"]!.GetValue<string>());
    }
}
