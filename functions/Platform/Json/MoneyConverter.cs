using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Json;

/// <summary>Money as <c>{ "amount": "19.90", "currency": "EUR" }</c>: a decimal string,
/// so that no reader makes it binary.</summary>
public sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? amount = null;
        string? currency = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Money is an object with an amount and a currency.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAmount = reader.ValueTextEquals("amount"u8);
            reader.Read();
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            (amount, currency) = isAmount ? (text, currency) : (amount, text);
        }

        return currency is { Length: 3 }
            && decimal.TryParse(amount, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out var value)
            ? new Money(value, currency)
            : throw new JsonException("Money needs a decimal amount and a currency of three letters.");
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[48];
        value.Amount.TryFormat(text, out var length, "0.00##########", CultureInfo.InvariantCulture);
        writer.WriteStartObject();
        writer.WriteString("amount"u8, text[..length]);
        writer.WriteString("currency"u8, value.Currency);
        writer.WriteEndObject();
    }
}
