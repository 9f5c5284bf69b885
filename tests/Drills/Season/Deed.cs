using System.Globalization;
using System.Text.Json.Nodes;

namespace TwistedThreads.Drills.Season;

/// <summary>Something that was done, and the scan that tells of it.</summary>
/// <param name="Effect">What the books must do for it where nothing else corrects them.</param>
/// <param name="Task">The order's task, or the transfer.</param>
internal sealed record Deed(
    string EventId, string Type, Place Place, int Quantity, DateTimeOffset At, Change Effect, string? Task)
{
    public bool IsOfOrder => Type is "pick" or "pack" or "ship";

    public JsonObject Scan()
    {
        var scan = new JsonObject
        {
            ["eventId"] = EventId,
            ["type"] = Type,
            ["occurredAt"] = At.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["location"] = Place.Location,
            ["code"] = Place.Sku,
            ["quantity"] = Quantity,
            ["operator"] = "p12",
        };
        if (Task is not null)
        {
            scan["task"] = Task;
        }

        return scan;
    }
}
