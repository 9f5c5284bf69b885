using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwistedThreads.Functions.Platform.Json;

/// <summary>How everything is written and read: documents, messages and the API speak one dialect.</summary>
internal static class ShopJson
{
    /// <summary>For what we wrote ourselves: documents and messages. Unknown members are allowed, because a newer
    /// version of this program may have written them.</summary>
    public static JsonSerializerOptions Stored { get; } = Create(JsonUnmappedMemberHandling.Skip);

    /// <summary>For what callers send: unknown and repeated members are refused, so that a typing mistake is not
    /// silently ignored.</summary>
    public static JsonSerializerOptions Received { get; } = Create(JsonUnmappedMemberHandling.Disallow);

    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Stored);

    /// <exception cref="JsonException">The stored text is not a <typeparamref name="T"/>: corrupt data.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize<T>(utf8, Stored) ?? throw new JsonException($"Stored null where {typeof(T).Name} belongs.");

    private static JsonSerializerOptions Create(JsonUnmappedMemberHandling unknown)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = unknown,
            AllowDuplicateProperties = false,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = 32,
            // Answers are served as JSON only, never inside HTML, so accents may stay readable.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new IdentifierConverterFactory(),
                new MoneyConverter(),
                new UtcConverter(),
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
