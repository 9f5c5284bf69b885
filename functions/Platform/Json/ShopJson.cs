using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TwistedThreads.Functions.Platform.Json;

/// <summary>How everything is written and read: documents, messages and the API speak one dialect.</summary>
public static class ShopJson
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
        JsonSerializer.Deserialize<T>(utf8, Stored)
        ?? throw new JsonException($"Stored null where {typeof(T).Name} belongs.");

    /// <summary>Gives the framework's options the shop's dialect,
    /// so that its description of the API tells the truth.</summary>
    public static void LikeTheShop(this JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;

        // What can be computed from the rest is not stored: it could only go stale.
        options.IgnoreReadOnlyProperties = true;
        options.MaxDepth = 32;

        // Answers are served as JSON only, never inside HTML, so accents may stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new IdentifierConverterFactory());
        options.Converters.Add(new MoneyConverter());
        options.Converters.Add(new UtcConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create(JsonUnmappedMemberHandling unknown)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { UnmappedMemberHandling = unknown };
        options.LikeTheShop();
        if (unknown == JsonUnmappedMemberHandling.Disallow)
        {
            options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseGaps } };
        }

        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    // The serializer respects nullable annotations of members, but not of the elements of a list.
    private static void RefuseGaps(JsonTypeInfo type)
    {
        if (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType.IsValueType: false })
        {
            type.OnDeserialized = static list =>
            {
                var gap = ((IEnumerable)list).Cast<object?>().ToList().IndexOf(null);
                if (gap >= 0)
                {
                    throw new JsonException($"Not a full list: element {gap} is null.");
                }
            };
        }
    }
}
