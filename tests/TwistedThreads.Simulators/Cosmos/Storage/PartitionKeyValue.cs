using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>A partition key's value, its canonical text and its hash.</summary>
internal sealed record PartitionKeyValue(string Text, string Hash)
{
    /// <summary>Source: service quotas, "Maximum length of partition key value": 2,048 bytes.</summary>
    private const int LongestText = 2048;

    public static PartitionKeyValue Of(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Undefined => "undefined",
            JsonValueKind.Number => value.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
            _ => value.GetRawText(),
        };
        return value.ValueKind == JsonValueKind.String && value.GetString()!.Length > LongestText
            ? throw new RefusalException(400, "The partition key value is longer than 2048 bytes.")
            : new PartitionKeyValue(text, PartitionKeyHash.Of(value));
    }

    /// <summary>Reads the header <c>x-ms-documentdb-partitionkey</c>: an array of one value, <c>[{}]</c> for
    /// none.</summary>
    public static PartitionKeyValue Parse(string header)
    {
        try
        {
            using var document = JsonDocument.Parse(header);
            if (document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.GetArrayLength() == 1)
            {
                var value = document.RootElement[0];
                return Of(value.ValueKind == JsonValueKind.Object ? default : value);
            }
        }
        catch (JsonException)
        {
            // Told below, with the other wrong forms.
        }

        throw new RefusalException(400, $"Partition key {header} is invalid.");
    }
}
