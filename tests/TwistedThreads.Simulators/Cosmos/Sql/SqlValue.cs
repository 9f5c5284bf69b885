using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>Types of values in the order in which ORDER BY puts them. Source: "ORDER BY clause", "Documents with
/// missing fields": undefined, null, boolean, number, string, array, object.</summary>
internal enum SqlType
{
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// <summary>A value of a query: a JSON value or none at all.</summary>
internal readonly record struct SqlValue(SqlType Type, double Number, string? Text, JsonElement Element)
{
    public static SqlValue Undefined => default;

    public static SqlValue Null => new(SqlType.Null, 0, null, default);

    public bool IsTrue => Type == SqlType.Boolean && Number != 0;

    public bool IsUndefined => Type == SqlType.Undefined;

    public static SqlValue Of(bool value) => new(SqlType.Boolean, value ? 1 : 0, null, default);

    public static SqlValue Of(double value) => new(SqlType.Number, value, null, default);

    public static SqlValue Of(string value) => new(SqlType.String, 0, value, default);

    public static SqlValue Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => Undefined,
        JsonValueKind.Null => Null,
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => Of(value.GetDouble()),
        JsonValueKind.String => Of(value.GetString()!),
        JsonValueKind.Array => new(SqlType.Array, 0, null, value),
        _ => new(SqlType.Object, 0, null, value),
    };

    public SqlValue Member(string name) =>
        Type == SqlType.Object && Element.TryGetProperty(name, out var value) ? Of(value) : Undefined;

    public SqlValue At(double index) =>
        Type == SqlType.Array && double.IsInteger(index) && index >= 0 && index < Element.GetArrayLength()
            ? Of(Element[(int)index])
            : Undefined;

    /// <summary>Equality by the table of "Equality and comparison operators": undefined across types.</summary>
    public SqlValue EqualTo(SqlValue other) => Type != other.Type || IsUndefined ? Undefined : Of(Same(other));

    /// <summary>Whether both are the same JSON value.</summary>
    public bool Same(SqlValue other) => Type == other.Type && Type switch
    {
        SqlType.Undefined or SqlType.Null => true,
        SqlType.String => string.Equals(Text, other.Text, StringComparison.Ordinal),
        SqlType.Array or SqlType.Object => JsonElement.DeepEquals(Element, other.Element),
        _ => Number.Equals(other.Number),
    };

    /// <summary>The order of ORDER BY.</summary>
    public int OrderTo(SqlValue other) => Type != other.Type
        ? Type.CompareTo(other.Type)
        : Type switch
        {
            SqlType.String => string.CompareOrdinal(Text, other.Text),
            SqlType.Boolean or SqlType.Number => Number.CompareTo(other.Number),
            SqlType.Array or SqlType.Object =>
                string.CompareOrdinal(Element.GetRawText(), other.Element.GetRawText()),
            _ => 0,
        };

    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Type)
        {
            case SqlType.Undefined:
                throw new InvalidOperationException("What is undefined cannot be written.");
            case SqlType.Null:
                writer.WriteNullValue();
                break;
            case SqlType.Boolean:
                writer.WriteBooleanValue(Number != 0);
                break;
            case SqlType.Number:
                Storage.ItemBody.WriteNumber(writer, Number);
                break;
            case SqlType.String:
                writer.WriteStringValue(Text);
                break;
            default:
                Element.WriteTo(writer);
                break;
        }
    }
}
