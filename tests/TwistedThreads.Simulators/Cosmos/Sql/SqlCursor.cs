using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>Where a query goes on: behind an item, with so many still to skip and to answer.</summary>
/// <param name="After">Number of the last item seen; 0 at the start.</param>
/// <param name="Values">That item's ORDER BY values, wrapped in arrays: an empty one is undefined.</param>
/// <param name="Skip">Rest of OFFSET.</param>
/// <param name="Take">Rest of TOP or LIMIT.</param>
internal sealed record SqlCursor(long After, IReadOnlyList<JsonElement> Values, int Skip, int? Take)
{
    public string ToText() => JsonSerializer.Serialize(this);

    public static SqlCursor Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SqlCursor>(text) ?? throw new JsonException("It is null.");
        }
        catch (JsonException bad)
        {
            throw new RefusalException(400, $"The continuation token is invalid: {bad.Message}");
        }
    }
}
