using System.Text.Json.Nodes;
using TwistedThreads.Commerce.Traceability;

namespace TwistedThreads.Commerce.Tests.Traceability;

public sealed class DocumentTests
{
    private static JsonObject Right => JsonNode.Parse($$"""
        { "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", { "ex": "urn:x:" }],
          "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-11-20T10:00:00Z",
          "ex:note": "anything", "epcisBody": { "eventList": [{{Sample.Receipt()}}, 7] } }
        """)!.AsObject();

    [Fact]
    public void A_document_is_taken_apart_and_its_events_are_judged_later()
    {
        var document = EpcisReader.ReadDocument(Sample.Parse(Right.ToJsonString())).Value;

        Assert.Equal(
            ["/epcisBody/eventList/0", "/epcisBody/eventList/1"], document.Events.Select(item => item.Pointer));
        Assert.Equal("urn:x:", document.Prefixes["ex"]);
    }

    [Fact]
    public void A_query_document_is_read_too()
    {
        var json = Right;
        json["type"] = "EPCISQueryDocument";
        json["epcisBody"] = JsonNode.Parse($$"""
            { "queryResults": { "resultsBody": { "eventList": [{{Sample.Receipt()}}] } } }
            """);

        var document = EpcisReader.ReadDocument(Sample.Parse(json.ToJsonString())).Value;

        Assert.Equal("/epcisBody/queryResults/resultsBody/eventList/0", Assert.Single(document.Events).Pointer);
    }

    [Theory]
    [InlineData("@context", null, "epcis.missing")]
    [InlineData("type", null, "epcis.missing")]
    [InlineData("type", "\"ObjectEvent\"", "epcis.unknown-type")]
    [InlineData("schemaVersion", "\"1.2\"", "epcis.other-version")]
    [InlineData("schemaVersion", "2.0", "epcis.other-version")]
    [InlineData("creationDate", "\"today\"", "epcis.bad-time")]
    [InlineData("epcisBody", "[]", "epcis.not-an-object")]
    [InlineData("colour", "1", "epcis.unknown-member")]
    public void A_wrong_frame_is_told_with_its_pointer(string name, string? value, string code)
    {
        var json = Right;
        json.Remove(name);
        if (value is not null)
        {
            json[name] = JsonNode.Parse(value);
        }

        var refusal = EpcisReader.ReadDocument(Sample.Parse(json.ToJsonString())).Refusal!;

        Assert.Equal("epcis.bad-document", refusal.Code);
        Assert.Contains(refusal.Faults, fault => (fault.Pointer, fault.Code) == ($"/{name}", code));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "eventList": [] }""")]
    [InlineData("""{ "eventList": {} }""")]
    [InlineData("""{ "queryResults": [] }""")]
    public void A_document_without_events_is_refused(string body)
    {
        var json = Right;
        json["epcisBody"] = JsonNode.Parse(body);

        var refusal = EpcisReader.ReadDocument(Sample.Parse(json.ToJsonString())).Refusal!;

        Assert.Equal("epcis.no-events", Assert.Single(refusal.Faults).Code);
    }
}
