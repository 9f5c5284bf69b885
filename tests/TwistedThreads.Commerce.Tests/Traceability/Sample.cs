using System.Text.Json;
using TwistedThreads.Commerce.Traceability;

namespace TwistedThreads.Commerce.Tests.Traceability;

/// <summary>Events as a supplier would send them.</summary>
internal static class Sample
{
    public const string Warehouse = "https://id.gs1.org/414/4260123900014";
    public const string Shop = "https://id.gs1.org/414/4260123900113";
    public const string Shirt = "https://id.gs1.org/01/04260123110505";

    public static string Receipt(string time = "2026-11-20T10:00:00.000+01:00", string more = "") => $$"""
        { "type": "ObjectEvent", "eventTime": "{{time}}", "eventTimeZoneOffset": "+01:00", "action": "OBSERVE",
          "bizStep": "receiving", "disposition": "in_progress", "readPoint": { "id": "{{Warehouse}}" },
          "bizLocation": { "id": "{{Warehouse}}" }, {{more}}
          "quantityList": [{ "epcClass": "{{Shirt}}", "quantity": 3 }] }
        """;

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    public static ReadEvent Read(string json) =>
        EpcisReader.ReadEvent(Parse(json), string.Empty, JsonLdContext.Prefixes(null));

    public static EpcisEvent Event(string json)
    {
        var read = Read(json);
        Assert.Empty(read.Faults);
        return read.Event!;
    }

    public static string IdOf(string json) => EventHash.IdOf(Parse(json), JsonLdContext.Prefixes(null));
}
