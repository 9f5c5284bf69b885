using System.Buffers;
using System.Globalization;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>What the Functions host posts to a custom handler, read and written.</summary>
/// <remarks>Microsoft Learn, "Azure Functions custom handlers", request payload. The encodings differ by trigger: a
/// binary message is one base64 string, metadata are JSON inside strings,
/// changed documents are an array inside a string.</remarks>
public sealed class Envelope : IDisposable
{
    private readonly JsonDocument _document;

    private Envelope(JsonDocument document) => _document = document;

    /// <exception cref="JsonException">Not an envelope.</exception>
    public static Envelope Read(ReadOnlyMemory<byte> utf8)
    {
        var document = JsonDocument.Parse(utf8);
        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("Data", out var data)
            && data.ValueKind == JsonValueKind.Object)
        {
            return new Envelope(document);
        }

        document.Dispose();
        throw new JsonException("An invocation carries an object named Data.");
    }

    /// <summary>The value bound under a name, as the host encoded it.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public JsonElement Data(string binding) =>
        _document.RootElement.GetProperty("Data").TryGetProperty(binding, out var value)
            ? value
            : throw new JsonException($"The invocation carries no value named {binding}.");

    /// <summary>One piece of metadata as text; null when the host sent none.</summary>
    public string? Metadata(string name)
    {
        if (!_document.RootElement.TryGetProperty("Metadata", out var metadata)
            || metadata.ValueKind != JsonValueKind.Object
            || !metadata.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return text is ['"', .., '"'] ? JsonSerializer.Deserialize<string>(text) : text;
    }

    public int DeliveryCount =>
        int.TryParse(Metadata(nameof(DeliveryCount)), CultureInfo.InvariantCulture, out var count) ? count : 1;

    public static byte[] OfMessage(
        string binding, string messageId, int deliveryCount, DateTimeOffset enqueuedAt, ReadOnlySpan<byte> body)
    {
        var buffer = new ArrayBufferWriter<byte>((body.Length * 4 / 3) + 512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartObject("Data");
        writer.WriteBase64String(binding, body);
        writer.WriteEndObject();
        writer.WriteStartObject("Metadata");
        writer.WriteString(nameof(DeliveryCount), deliveryCount.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("MessageId", JsonSerializer.Serialize(messageId));
        writer.WriteString(
            "EnqueuedTime", enqueuedAt.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] OfTimer(string binding, TimerInfo timer) =>
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            Data = new Dictionary<string, TimerInfo>(StringComparer.Ordinal) { [binding] = timer },
            Metadata = new { },
        });

    public static byte[] OfChanges(string binding, string partitionKeyName, IReadOnlyList<Document> documents)
    {
        var inner = new ArrayBufferWriter<byte>(documents.Sum(document => document.Body.Length + 200));
        using (var writer = new Utf8JsonWriter(inner))
        {
            writer.WriteStartArray();
            foreach (var document in documents)
            {
                writer.WriteStartObject();
                writer.WriteString("id", document.Id);
                writer.WriteString(partitionKeyName, document.PartitionKey);
                writer.WriteString("kind", document.Kind);
                writer.WriteString("_etag", document.ETag);
                writer.WriteNumber("_ts", document.At.ToUnixTimeSeconds());
                writer.WritePropertyName("body");
                writer.WriteRawValue(document.Body.Span, skipInputValidation: true);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        var text = JsonSerializer.Serialize(System.Text.Encoding.UTF8.GetString(inner.WrittenSpan));
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            Data = new Dictionary<string, string>(StringComparer.Ordinal) { [binding] = text },
            Metadata = new { },
        });
    }

    public void Dispose() => _document.Dispose();
}
