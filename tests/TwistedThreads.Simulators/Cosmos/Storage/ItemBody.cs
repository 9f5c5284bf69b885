using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>
/// Bodies as the service keeps them: parsed, numbers as IEEE doubles, escapes resolved, and written anew with system
/// properties at the end. <c>19.90</c> comes back as <c>19.9</c>.
/// </summary>
internal static class ItemBody
{
    /// <summary>Source: Azure Cosmos DB service quotas, "Maximum size of an item": 2 MB as UTF-8 JSON.</summary>
    public const int LargestBytes = 2 * 1024 * 1024;

    private const double SafeInteger = 1e18;
    private static readonly string[] SystemProperties = ["_rid", "_self", "_etag", "_attachments", "_ts", "_lsn"];

    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 128,
    };

    /// <exception cref="RefusalException">413 when too large, 400 when no JSON object.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length > LargestBytes)
        {
            throw new RefusalException(413, "Request size is too large");
        }

        try
        {
            var root = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 }).RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? root.Clone()
                : throw new RefusalException(400, "The request payload is invalid: an item is a JSON object.");
        }
        catch (JsonException bad)
        {
            throw new RefusalException(400, $"The input content is invalid because it is not JSON: {bad.Message}");
        }
    }

    /// <summary>An item's id, checked. Source: service quotas, "Maximum length of ID value": 1,023 bytes; <c>/</c> and
    /// <c>\</c> are not allowed, and the service refuses <c>?</c> and <c>#</c> in names that go into links.</summary>
    public static string IdOf(JsonElement root)
    {
        const string Missing = "The input content is invalid because the required properties - 'id; ' - are missing";
        if (!root.TryGetProperty("id", out var id))
        {
            throw new RefusalException(400, Missing);
        }

        if (id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 } text)
        {
            throw new RefusalException(400, "The input name is invalid: 'id' must be a string that is not empty.");
        }

        if (System.Text.Encoding.UTF8.GetByteCount(text) > 1023 || text.AsSpan().ContainsAny("/\\?#")
            || text.EndsWith(' '))
        {
            throw new RefusalException(400, $"The input name '{text}' is invalid. Ensure to provide a unique non-empty"
                + " string less than '1023' bytes, without '/', '\\', '?' and '#' and no space at the end.");
        }

        return text;
    }

    /// <returns>What is stored and answered: <paramref name="source"/> with these system properties.</returns>
    public static byte[] Compose(JsonElement source, string rid, string self, string etag, long timestamp)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        writer.WriteStartObject();
        foreach (var property in source.EnumerateObject())
        {
            if (!SystemProperties.Contains(property.Name, StringComparer.Ordinal))
            {
                writer.WritePropertyName(property.Name);
                Write(writer, property.Value);
            }
        }

        writer.WriteString("_rid", rid);
        writer.WriteString("_self", $"{self}docs/{rid}/");
        writer.WriteString("_etag", etag);
        writer.WriteString("_attachments", "attachments/");
        writer.WriteNumber("_ts", timestamp);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a value with its numbers as doubles.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                WriteNumber(writer, value.GetDouble());
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.GetString());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    public static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (!double.IsFinite(number))
        {
            throw new RefusalException(400, "A number of the item does not fit into a double.");
        }

        if (double.IsInteger(number) && Math.Abs(number) < SafeInteger)
        {
            writer.WriteNumberValue((long)number);
        }
        else
        {
            writer.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e"), true);
        }
    }
}
