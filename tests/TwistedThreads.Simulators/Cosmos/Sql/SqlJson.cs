using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>JSON values made by a query.</summary>
internal static class SqlJson
{
    public static JsonWriterOptions Plain { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 256,
    };

    public static SqlValue Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Plain);
        write(writer);
        writer.Flush();
        var options = new JsonDocumentOptions { MaxDepth = 256 };
        return SqlValue.Of(JsonDocument.Parse(buffer.WrittenMemory, options).RootElement);
    }
}
