using System.Globalization;
using System.Text.Json.Nodes;

namespace TwistedThreads.Harness;

/// <summary>One thing to do at a location, and the scan that reports it as done.</summary>
public sealed record WarehouseTask(string Id, string Kind, string OrderId, string Sku, int Quantity, string Status)
{
    public bool IsOpen => Status is not ("done" or "completed" or "cancelled");

    /// <summary>Whether it is for an order, and not for the stock desk.</summary>
    public bool IsOfAnOrder => OrderId.Length > 0;

    public static WarehouseTask Of(JsonNode task) => new(
        task.Required("id"),
        task.Required("kind"),
        task.Text("orderId"),
        task.Required("sku"),
        task.Number("quantity"),
        task.Text("status"));

    /// <summary>The scan of this task; always the same event, however often it is asked for.</summary>
    public JsonObject Scan(string location) => new()
    {
        ["eventId"] = Unique.EventId($"{Id} {Kind}"),
        ["type"] = Kind,
        ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["location"] = location,
        ["code"] = Sku,
        ["quantity"] = Quantity,
        ["task"] = Id,
        ["operator"] = "p12",
    };
}
