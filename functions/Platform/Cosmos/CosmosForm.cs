using System.Buffers;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>A document as the service keeps it: <c>{ id, &lt;partition key&gt;, kind, write, body, ttl }</c>.</summary>
/// <remarks><c>write</c> names the call that wrote last. The client repeats calls whose answer it lost; the mark tells
/// the engine whether the first attempt had been the winner (docs/decisions/0012).</remarks>
public static class CosmosForm
{
    public const string Id = "id";
    public const string Kind = "kind";
    public const string Write = "write";
    public const string Body = "body";
    private const string TimeToLive = "ttl";
    private const string ETag = "_etag";
    private const string Timestamp = "_ts";
    private const int Envelope = 256;

    public static Stream Of(
        string partitionKeyName, string partitionKey, string id, string kind, string write, byte[] body, TimeSpan? life)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length + Envelope + (4 * (id.Length + partitionKey.Length)));
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString(Id, id);
            writer.WriteString(Kind, kind);
            if (partitionKeyName != Kind)
            {
                writer.WriteString(partitionKeyName, partitionKey);
            }

            writer.WriteString(Write, write);
            if (life is { } span)
            {
                // Whole seconds, and at least one: the service knows no shorter life.
                writer.WriteNumber(TimeToLive, Math.Max(1, (long)Math.Ceiling(span.TotalSeconds)));
            }

            writer.WritePropertyName(Body);
            writer.WriteRawValue(body, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return new MemoryStream(buffer.WrittenSpan.ToArray(), writable: false);
    }

    /// <summary>Reads one document; <paramref name="json"/> must outlive the result.</summary>
    public static (Document Document, string? Write) Read(ReadOnlyMemory<byte> json, string partitionKeyName)
    {
        string? id = null, partitionKey = null, kind = null, write = null, etag = null;
        var at = DateTimeOffset.UnixEpoch;
        ReadOnlyMemory<byte> body = default;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == Id)
            {
                id = reader.GetString();
            }

            if (name == partitionKeyName)
            {
                partitionKey = reader.GetString();
            }

            switch (name)
            {
                case Kind: kind = reader.GetString(); break;
                case Write: write = reader.GetString(); break;
                case ETag: etag = reader.GetString(); break;
                case Timestamp: at = DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64()); break;
                case Body: body = Slice(ref reader, json); break;
                default: reader.Skip(); break;
            }
        }

        return id is null || partitionKey is null || kind is null || etag is null || body.IsEmpty
            ? throw new JsonException("A stored document lacks one of its members.")
            : (new Document(partitionKey, id, kind, etag, at, body), write);
    }

    /// <summary>The documents of an answer of the form <c>{ "Documents": [ … ] }</c>.</summary>
    public static List<Document> ReadMany(ReadOnlyMemory<byte> json, string partitionKeyName)
    {
        var documents = new List<Document>();
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals("Documents"u8);
            reader.Read();
            if (!isList)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                documents.Add(Read(Slice(ref reader, json), partitionKeyName).Document);
            }
        }

        return documents;
    }

    public static async Task<ReadOnlyMemory<byte>> BytesOfAsync(Stream content, CancellationToken cancellation)
    {
        if (content is MemoryStream memory && memory.TryGetBuffer(out var whole))
        {
            return whole.AsMemory((int)memory.Position);
        }

        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation);
        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    private static ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
