using System.Globalization;
using System.Text.Json.Nodes;

namespace TwistedThreads.Harness;

/// <summary>Reads JSON the way a client does: by name, and a missing name is a failure that says what was
/// there.</summary>
public static class Reading
{
    public static JsonNode Member(this JsonNode node, string name) =>
        node[name] ?? throw new KeyNotFoundException($"No '{name}' in {node.ToJsonString()}");

    /// <summary>The text member; empty when it is missing, null or no text.</summary>
    public static string Text(this JsonNode node, string name) =>
        node is JsonObject && node[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static string Required(this JsonNode node, string name) => node.Member(name).GetValue<string>();

    public static int Number(this JsonNode node, string name) => node.Member(name).GetValue<int>();

    public static decimal Money(this JsonNode node, string name) =>
        decimal.Parse(node.Member(name).Required("amount"), CultureInfo.InvariantCulture);

    public static IReadOnlyList<JsonNode> Items(this JsonNode node, string name = "items") =>
        [.. node.Member(name).AsArray().OfType<JsonNode>()];
}
