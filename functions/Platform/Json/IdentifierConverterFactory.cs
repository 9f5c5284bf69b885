using System.Text.Json;
using System.Text.Json.Serialization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Json;

/// <summary>Writes every <see cref="IIdentifier{TSelf}"/> as its bare text, also as a dictionary key.</summary>
public sealed class IdentifierConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType
        && typeToConvert.GetInterfaces().Any(static contract =>
            contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IIdentifier<>));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(IdentifierConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class IdentifierConverter<TId> : JsonConverter<TId>
        where TId : struct, IIdentifier<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TId.TryParse(reader.GetString(), out var id)
                ? id
                : throw new JsonException($"Not a valid {typeof(TId).Name}.");

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        public override TId ReadAsPropertyName(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TId.TryParse(reader.GetString(), out var id)
                ? id
                : throw new JsonException($"Not a valid {typeof(TId).Name}.");

        public override void WriteAsPropertyName(
            Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);
    }
}
