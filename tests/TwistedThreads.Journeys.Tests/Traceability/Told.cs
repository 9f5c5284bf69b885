using System.Text.Json.Nodes;

namespace TwistedThreads.Journeys.Tests.Traceability;

/// <summary>What a partner tells.</summary>
internal static class Told
{
    public const string Warehouse = "https://id.gs1.org/414/4260123900014";
    public const string Shop = "https://id.gs1.org/414/4260123900113";

    public static string Id(string name) => $"urn:uuid:{TwistedThreads.Harness.Unique.EventId(name)}";

    /// <summary>Pieces of an article that came in.</summary>
    public static JsonObject Receipt(
        string? id, string article, int pieces, string time = "2026-11-19T10:00:00.000Z", string place = Warehouse)
    {
        var happened = new JsonObject
        {
            ["type"] = "ObjectEvent",
            ["eventTime"] = time,
            ["eventTimeZoneOffset"] = "+01:00",
            ["action"] = "OBSERVE",
            ["bizStep"] = "receiving",
            ["disposition"] = "in_progress",
            ["readPoint"] = new JsonObject { ["id"] = place },
            ["bizLocation"] = new JsonObject { ["id"] = place },
            ["quantityList"] = new JsonArray(
                new JsonObject { ["epcClass"] = article, ["quantity"] = pieces }),
        };
        if (id is not null)
        {
            happened["eventID"] = id;
        }

        return happened;
    }

    /// <summary>The same event, declared wrong.</summary>
    public static JsonObject Declared(JsonObject happened)
    {
        var declared = happened.DeepClone().AsObject();
        declared["errorDeclaration"] = new JsonObject
        {
            ["declarationTime"] = "2026-11-20T10:00:00.000Z",
            ["reason"] = "incorrect_data",
        };
        return declared;
    }

    public static string Document(params JsonNode[] events) => new JsonObject
    {
        ["@context"] = new JsonArray(
            "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
            new JsonObject { ["ex"] = "https://ns.example.com/epcis/" }),
        ["type"] = "EPCISDocument",
        ["schemaVersion"] = "2.0",
        ["creationDate"] = "2026-11-20T10:00:00.000Z",
        ["epcisBody"] = new JsonObject { ["eventList"] = new JsonArray([.. events.Select(item => item.DeepClone())]) },
    }.ToJsonString();
}
