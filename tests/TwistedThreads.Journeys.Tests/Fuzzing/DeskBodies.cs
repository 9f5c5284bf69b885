using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>What the stock desk would really send, and papers that it has written.</summary>
public static class DeskBodies
{
    private static readonly string[] Forms = ["transfer", "receipt", "count"];

    /// <summary>Writes two papers of each form.</summary>
    /// <returns>The form and the id of each.</returns>
    public static async Task<IReadOnlyList<(string Kind, string Name)>> WriteAsync(RunningShop shop, string sku)
    {
        var written = new List<(string Kind, string Name)>();
        var who = await shop.Staff.SignedInAsync();
        foreach (var form in Forms.Concat(Forms))
        {
            var body = Of($"/api/{form}s", sku, new Generator(written.Count))!;
            var answer = await shop.Client.PostAsync($"/api/{form}s", body, who, Unique.Key());
            written.Add((form, answer.Expect(201).Required("id")));
        }

        return written;
    }

    /// <returns>Null for a route that is not the desk's.</returns>
    public static JsonNode? Of(string path, string sku, Generator chance)
    {
        JsonArray Lines() => new(new JsonObject { ["sku"] = sku, ["quantity"] = chance.Between(1, 3) });
        return path switch
        {
            "/api/transfers" => new JsonObject { ["from"] = "WH1", ["to"] = "BER", ["lines"] = Lines() },
            "/api/transfers/{id}/dispatch" or "/api/transfers/{id}/receipt" =>
                new JsonObject { ["lines"] = Lines() },
            "/api/receipts" => new JsonObject
            {
                ["location"] = "WH1",
                ["purchaseOrder"] = "PO-1",
                ["supplier"] = "Weberei Nord",
                ["expectedOn"] = "2027-01-15",
                ["inspected"] = chance.Chance(0.5),
                ["parcels"] = new JsonArray(new JsonObject { ["sscc"] = null, ["lines"] = Lines() }),
            },
            "/api/counts" => new JsonObject { ["location"] = "WH1", ["skus"] = new JsonArray(sku) },
            "/api/stock/adjustments" => new JsonObject
            {
                ["sku"] = sku,
                ["location"] = "WH1",
                ["quantity"] = chance.Between(1, 3),
                ["reason"] = chance.OneOf<string>(["found", "lost", "damaged", "repaired", "hold", "correction"]),
            },
            _ => null,
        };
    }
}
