using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TwistedThreads.Simulators.Cosmos.Batches;

/// <summary>One operation of a patch, by the table in "Partial document update": set makes what is missing, replace
/// needs it, add inserts into arrays, incr makes a missing number and refuses what is none.</summary>
internal sealed record PatchStep(string Action, IReadOnlyList<string> Path, JsonElement Value)
{
    private static readonly string[] Actions = ["add", "set", "replace", "remove", "incr", "move"];

    public static PatchStep Parse(JsonElement step)
    {
        var action = Text(step, "op").ToLowerInvariant();
        if (!Actions.Contains(action, StringComparer.Ordinal))
        {
            throw Invalid($"Unknown operation '{action}'.");
        }

        var hasValue = step.TryGetProperty("value", out var value);
        if (action == "move")
        {
            value = JsonSerializer.SerializeToElement(Text(step, "from"));
        }
        else if (!hasValue && action != "remove")
        {
            throw Invalid($"The operation '{action}' needs a value.");
        }

        return new PatchStep(action, Split(Text(step, "path")), value);
    }

    public void Apply(JsonObject root)
    {
        switch (Action)
        {
            case "remove":
                Remove(root, Path);
                break;
            case "move":
                Put(root, Path, Remove(root, Split(Value.GetString()!)), isInsert: true);
                break;
            case "incr":
                Increment(root);
                break;
            case "replace" when Find(Parent(root, Path), Path[^1]) is null:
                throw Invalid($"The path '{Shown}' does not exist.");
            default:
                Put(root, Path, Copy(Value), Action == "add");
                break;
        }
    }

    private string Shown => "/" + string.Join('/', Path);

    private void Increment(JsonObject root)
    {
        var parent = Parent(root, Path);
        if (Value.ValueKind != JsonValueKind.Number)
        {
            throw Invalid("The value of an increment must be a number.");
        }

        var found = Find(parent, Path[^1]);
        if (found is not null && found.Value.Node?.GetValueKind() != JsonValueKind.Number)
        {
            throw Invalid($"The value at '{Shown}' is not a number.");
        }

        var sum = (found?.Node!.AsValue().GetValue<double>() ?? 0) + Value.GetDouble();
        Put(root, Path, JsonValue.Create(sum), isInsert: false);
    }

    private static void Put(JsonObject root, IReadOnlyList<string> path, JsonNode? value, bool isInsert)
    {
        switch (Parent(root, path))
        {
            case JsonObject parent:
                parent[path[^1]] = value;
                break;
            case JsonArray array when path[^1] == "-":
                array.Add(value);
                break;
            case JsonArray array when IndexOf(path[^1]) is { } index && index < array.Count && !isInsert:
                array[index] = value;
                break;
            case JsonArray array when IndexOf(path[^1]) is { } index && index <= array.Count && isInsert:
                array.Insert(index, value);
                break;
            default:
                throw Invalid($"The path '/{string.Join('/', path)}' does not exist.");
        }
    }

    private static JsonNode? Remove(JsonObject root, IReadOnlyList<string> path)
    {
        var parent = Parent(root, path);
        var found = Find(parent, path[^1])
            ?? throw Invalid($"The path '/{string.Join('/', path)}' does not exist.");
        if (parent is JsonArray array)
        {
            array.RemoveAt(IndexOf(path[^1])!.Value);
        }
        else
        {
            parent.AsObject().Remove(path[^1]);
        }

        return found.Node;
    }

    // The service makes the last member of a path only, not those above it.
    private static JsonNode Parent(JsonObject root, IReadOnlyList<string> path)
    {
        JsonNode at = root;
        for (var index = 0; index < path.Count - 1; index++)
        {
            at = Find(at, path[index])?.Node
                ?? throw Invalid($"The path '/{string.Join('/', path.Take(index + 1))}' does not exist.");
        }

        return at;
    }

    private static (JsonNode? Node, bool IsThere)? Find(JsonNode parent, string name) => parent switch
    {
        JsonObject members when members.TryGetPropertyValue(name, out var value) => (value, true),
        JsonArray array when IndexOf(name) is { } index && index < array.Count => (array[index], true),
        _ => null,
    };

    private static int? IndexOf(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static JsonNode? Copy(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private static IReadOnlyList<string> Split(string path) => path is ['/', _, ..]
        ? [.. path[1..].Split('/').Select(name => name.Replace("~1", "/").Replace("~0", "~"))]
        : throw Invalid($"The path '{path}' is invalid: it must begin with '/'.");

    private static string Text(JsonElement step, string member) =>
        step.ValueKind == JsonValueKind.Object && step.TryGetProperty(member, out var text)
            && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw Invalid($"An operation needs '{member}'.");

    private static RefusalException Invalid(string message) => new(400, "For Operation: " + message);
}
