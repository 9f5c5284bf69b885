using System.Text.Json;
using TwistedThreads.Commerce.Traceability;

namespace TwistedThreads.Commerce.Tests.Traceability;

/// <summary>Hashes computed by others. Each is the value that the reference implementation
/// (RalphTro/epcis-event-hash-generator, tests/examples/expected/CBV2.0) expects; that of all GS1 keys is also expected
/// by a second implementation (openepcis-event-hash-generator).</summary>
public sealed class EventHashTests
{
    private const string Example = """{ "example": "https://ns.example.com/epcis/" }""";

    private const string Extensions = """
        { "ext1": "http://example.com/ext1/", "ext2": "http://example.com/ext2/", "ext3": "http://example.com/ext3/" }
        """;

    // Members of somebody's own, nested in every way; they stand in the event and in its sensor element.
    private const string Own = """
        "ext1:float": "20", "ext1:time": "2013-06-08T14:58:56.591Z", "ext1:boolean": "true", "ext1:string": "string",
        "ext1:array": ["12", "22", "2013-06-08T14:58:56.591Z", "true", "stringInArray",
          { "ext1:object": { "ext1:object": { "ext2:array": ["14", "23.0", "stringInArrayInObjectInArray"],
            "ext2:object": { "ext2:object": { "ext3:string": "stringInObjectInObjectInArray" } },
            "ext2:int": "13", "ext2:string": "stringInObjectInArray" } } }],
        "ext1:object": { "ext2:array": ["11", "21", "stringInArrayInObject"],
          "ext2:object": { "ext2:object": { "ext3:string": "stringInObjectInObject" } },
          "ext2:string": "stringInObject" },
        "ext1:default": "stringAsDefaultValue", "ext1:int": "10"
        """;

    [Fact]
    public void An_event_with_members_of_ones_own_has_the_reference_hash() => HasHash(
        "6ae96341e0acc6d7a261364751f60e68278a81cdf51da0abb6b4e617014e39d7",
        Example,
        """
        { "type": "ObjectEvent", "eventTime": "2020-03-04T11:00:30.000+01:00", "eventTimeZoneOffset": "+01:00",
          "recordTime": "2020-03-04T11:00:30.999+01:00", "action": "OBSERVE", "bizStep": "departing",
          "epcList": ["urn:epc:id:sscc:4012345.0000000333", "urn:epc:id:sscc:4012345.0000000111",
            "urn:epc:id:sscc:4012345.0000000222"],
          "readPoint": { "id": "urn:epc:id:sgln:4012345.00011.987" },
          "example:myField1": { "example:mySubField1": "2", "example:mySubField2": "5" },
          "example:myField2": "0", "example:myField3": { "example:mySubField3": ["3", "1"] } }
        """);

    [Fact]
    public void An_event_with_sensor_reports_has_the_reference_hash() => HasHash(
        "271565c346ae2fb28c4583c4dca4ab4772d465eb4e0b6e548d77d8b49377d95c",
        "{}",
        """
        { "type": "ObjectEvent", "eventTime": "2020-04-01T15:00:00+01:00", "eventTimeZoneOffset": "+01:00",
          "epcList": ["urn:epc:id:sgtin:4012345.011111.9876"], "action": "OBSERVE", "bizStep": "inspecting",
          "readPoint": { "id": "urn:epc:id:sgln:4012345.00005.0" },
          "sensorElementList": [{
            "sensorMetadata": { "deviceID": "urn:epc:id:giai:4000001.111",
              "deviceMetadata": "https://id.gs1.org/8004/4000001111" },
            "sensorReport": [
              { "type": "Temperature", "value": 26, "sDev": 0.1, "uom": "CEL" },
              { "type": "AbsoluteHumidity", "value": 12.1, "uom": "A93" },
              { "type": "Dimensionless", "microorganism": "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
                "value": 0.05, "uom": "C35" },
              { "type": "Dimensionless", "value": 0.18, "uom": "C35",
                "chemicalSubstance": "https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N" }] }] }
        """);

    [Fact]
    public void An_event_with_a_transaction_and_parties_has_the_reference_hash() => HasHash(
        "3ae14c02c4bdc220cc31942cf804f6845eb8dec96ba6483391c92a9b165f9329",
        Example,
        """
        { "type": "ObjectEvent", "eventTime": "2020-03-04T11:00:30+01:00", "eventTimeZoneOffset": "+01:00",
          "epcList": ["urn:epc:id:sgtin:0614141.011111.987"], "action": "OBSERVE",
          "bizStep": "departing", "disposition": "in_transit",
          "readPoint": { "id": "urn:epc:id:sgln:4012345.00011.0", "example:myField1": "AB-12" },
          "bizTransactionList": [{ "type": "po", "bizTransaction": "urn:epc:id:gdti:4012345.11111.123" }],
          "sourceList": [{ "type": "owning_party", "source": "urn:epc:id:pgln:4012345.00000" }],
          "destinationList": [{ "type": "owning_party", "destination": "urn:epc:id:pgln:0614141.00000" }],
          "example:userExt": "CD-34" }
        """);

    [Fact]
    public void An_event_with_all_kinds_of_GS1_keys_has_the_reference_hash() => HasHash(
        "40744f32beff53a4bf5bb5956d465cb52de5bbcc9f131409d8efb903b04d9351",
        "{}",
        """
        { "type": "ObjectEvent", "eventTime": "2023-03-27T11:30:00.0Z", "eventTimeZoneOffset": "+01:00",
          "epcList": ["urn:epc:id:sgtin:4012345.012345.12", "urn:epc:id:sscc:4012345.0000000333",
            "https://id.gs1.org/00/040123450000003338", "urn:epc:id:grai:4012345.66666.87",
            "urn:epc:id:giai:4012345.AAbb", "urn:epc:id:gsrn:4012345.9876540000",
            "urn:epc:id:gsrnp:4012345.0000098765", "urn:epc:id:gdti:4012345.55555.98",
            "urn:epc:id:cpi:4012345.ABC.123", "urn:epc:id:sgcn:4012345.99999.44", "urn:epc:id:ginc:4012345.333",
            "urn:epc:id:gsin:4012345.999987654", "urn:epc:id:itip:4012345.012345.01.02.999",
            "urn:epc:id:upui:4012345.012345.AB12"],
          "quantityList": [{ "epcClass": "urn:epc:class:lgtin:4054739.099914.20160711" },
            { "epcClass": "urn:epc:idpat:sgtin:4054739.099914.*" },
            { "epcClass": "urn:epc:idpat:grai:4012345.66666.*" },
            { "epcClass": "urn:epc:idpat:gdti:4012345.55555.*" }, { "epcClass": "urn:epc:idpat:sgcn:4012345.99999.*" },
            { "epcClass": "urn:epc:idpat:cpi:4012345.ABC.*" },
            { "epcClass": "urn:epc:idpat:itip:4012345.012345.01.02.*" }],
          "action": "OBSERVE", "bizStep": "other", "readPoint": { "id": "urn:epc:id:sgln:4012345.00011.987" } }
        """);

    [Fact]
    public void An_event_with_all_members_there_are_has_the_reference_hash() => HasHash(
        "41cf5d2be6b6926acc531597e43932eb4b9b23926ccb6ce08c882bda7a74d1a8", Extensions, AllMembers);

    [Theory]
    [InlineData("2023-02-02T11:04:03.1415Z", "03.142Z")]
    [InlineData("2023-02-02T12:04:03.1414+01:00", "03.141Z")]
    [InlineData("2023-02-02T11:04:03.9996Z", "04.000Z")]
    public void A_time_is_rounded_to_the_millisecond(string time, string seconds)
    {
        var text = EventHash.TextOf(Parse(Sample.Receipt(time: time)), JsonLdContext.Prefixes(null));

        Assert.StartsWith($"eventType=ObjectEventeventTime=2023-02-02T11:04:{seconds}eventTimeZoneOffset", text);
    }

    [Fact]
    public void Order_notation_zone_and_error_declaration_do_not_change_the_hash()
    {
        const string One = """
            { "type": "ObjectEvent", "eventTime": "2026-11-20T10:00:00Z", "eventTimeZoneOffset": "+01:00",
              "action": "OBSERVE", "bizStep": "receiving", "quantityList": [
              { "epcClass": "urn:epc:idpat:sgtin:4260123.011050.*", "quantity": 1 },
              { "epcClass": "urn:epc:idpat:sgtin:4260123.011051.*", "quantity": 2.50 }] }
            """;
        const string Other = """
            { "bizStep": "https://ref.gs1.org/cbv/BizStep-receiving", "quantityList": [
              { "quantity": 2.5, "epcClass": "https://example.com/01/4260123110512?a=b" },
              { "quantity": 1.0, "epcClass": "https://id.gs1.org/01/04260123110505" }],
              "errorDeclaration": { "declarationTime": "2026-11-21T10:00:00Z" }, "eventID": "urn:uuid:1",
              "action": "OBSERVE", "eventTimeZoneOffset": "+01:00", "eventTime": "2026-11-20T11:00:00.000+01:00",
              "type": "ObjectEvent" }
            """;

        Assert.Equal(Sample.IdOf(One), Sample.IdOf(Other));
    }

    [Theory]
    [InlineData("\"quantity\": 3", "\"quantity\": 4")]
    [InlineData("receiving", "storing")]
    [InlineData("OBSERVE", "ADD")]
    [InlineData("+01:00\"", "+02:00\"")]
    public void Every_change_of_what_it_says_changes_the_hash(string before, string after) => Assert.NotEqual(
        Sample.IdOf(Sample.Receipt()), Sample.IdOf(Sample.Receipt().Replace(before, after, StringComparison.Ordinal)));

    private static void HasHash(string hash, string context, string json)
    {
        var prefixes = JsonLdContext.Prefixes(Parse(context));

        Assert.Equal($"ni:///sha-256;{hash}?ver=CBV2.0", EventHash.IdOf(Parse(json), prefixes));
    }

    private const string AllMembers = $$"""
        { "type": "AggregationEvent", "eventTime": "2013-06-08T14:58:56.591Z", "eventTimeZoneOffset": "+02:00",
          "certificationInfo": "https://accreditation-council.example.org/certificate/ABC12345",
          "errorDeclaration": { "declarationTime": "2013-11-07T14:00:00.000+01:00", "reason": "incorrect_data" },
          "parentID": "urn:epc:id:sscc:0614141.1234567890", "action": "OBSERVE",
          "childEPCs": ["urn:epc:id:sgtin:0614141.107346.2017", "urn:epc:id:sgtin:0614141.107346.2018"],
          "bizStep": "receiving", "disposition": "in_progress",
          "readPoint": { "id": "urn:epc:id:sgln:0037000.00729.8202" },
          "bizLocation": { "id": "urn:epc:id:sgln:0037000.00729.8202" },
          "bizTransactionList": [{ "type": "po", "bizTransaction": "urn:epc:id:gdti:0614141.00001.1618034" },
            { "type": "pedigree", "bizTransaction": "urn:epc:id:gsrn:0614141.0000010253" }],
          "childQuantityList": [{ "epcClass": "urn:epc:idpat:sgtin:4012345.098765.*", "quantity": 10 },
            { "epcClass": "urn:epc:class:lgtin:4012345.012345.998877", "quantity": 200.5, "uom": "KGM" }],
          "sourceList": [{ "type": "location", "source": "urn:epc:id:sgln:4012345.00225.0" },
            { "type": "possessing_party", "source": "urn:epc:id:pgln:4012345.00225" },
            { "type": "owning_party", "source": "urn:epc:id:pgln:4012345.00225" }],
          "destinationList": [{ "type": "location", "destination": "urn:epc:id:sgln:0614141.00777.0" },
            { "type": "possessing_party", "destination": "urn:epc:id:pgln:0614141.00777" },
            { "type": "owning_party", "destination": "urn:epc:id:pgln:0614141.00777" }],
          "sensorElementList": [{ {{SensorParts}}, {{Own}} }], {{Own}} }
        """;

    private const string SensorParts = """
        "sensorMetadata": { "time": "2019-04-02T13:05:00.000Z", "deviceID": "urn:epc:id:giai:4000001.111",
          "deviceMetadata": "https://id.gs1.org/8004/4000001111",
          "rawData": "https://example.org/8004/401234599999",
          "startTime": "2019-04-02T12:55:01.000Z", "endTime": "2019-04-02T13:55:00.000Z",
          "dataProcessingMethod": "https://example.com/253/4012345000054987",
          "bizRules": "https://example.com/253/4012345000054987", "ext1:someFurtherMetadata": "someText" },
        "sensorReport": [{ "type": "Temperature", "deviceID": "urn:epc:id:giai:4000001.111",
          "rawData": "https://example.org/8004/401234599999",
          "dataProcessingMethod": "https://example.com/253/4012345000054987", "time": "2019-07-19T13:00:00.000Z",
          "microorganism": "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
          "chemicalSubstance": "https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N", "value": 26,
          "component": "example:x", "stringValue": "SomeString", "booleanValue": true, "hexBinaryValue": "f0f0f0",
          "uriValue": "https://id.gs1.org/8004/4000001111", "minValue": 26, "maxValue": 26.2, "meanValue": 13.2,
          "percRank": 50, "percValue": 12.7, "uom": "CEL", "sDev": 0.1, "ext1:someFurtherReportData": "someText",
          "deviceMetadata": "https://id.gs1.org/8004/4000001111" }]
        """;

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
