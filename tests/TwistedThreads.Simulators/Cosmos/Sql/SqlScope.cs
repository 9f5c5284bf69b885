using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>What an expression sees: one item, the parameters, and for aggregates all items.</summary>
internal sealed record SqlScope(JsonElement Root, SqlParameters Parameters)
{
    /// <summary>The items that an aggregate runs over.</summary>
    public IReadOnlyList<JsonElement> Group { get; init; } = [];
}

/// <summary>The values of <c>@names</c>.</summary>
internal sealed class SqlParameters(IReadOnlyDictionary<string, SqlValue> values)
{
    public static SqlParameters None { get; } = new(new Dictionary<string, SqlValue>(StringComparer.Ordinal));

    public SqlValue this[string name] => values.TryGetValue(name, out var value)
        ? value
        : throw new RefusalException(400, $"The parameter '{name}' has no value.");

    /// <param name="query">The body of a query: <c>{"query":"…","parameters":[{"name":"@n","value":1}]}</c>.</param>
    public static SqlParameters Of(JsonElement query)
    {
        if (!query.TryGetProperty("parameters", out var all) || all.ValueKind != JsonValueKind.Array)
        {
            return None;
        }

        var values = new Dictionary<string, SqlValue>(StringComparer.Ordinal);
        foreach (var parameter in all.EnumerateArray())
        {
            values[parameter.GetProperty("name").GetString()!] = SqlValue.Of(
                parameter.TryGetProperty("value", out var value) ? value : default);
        }

        return new SqlParameters(values);
    }
}
