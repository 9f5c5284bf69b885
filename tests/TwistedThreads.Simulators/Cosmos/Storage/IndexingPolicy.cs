using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>Which paths a container indexes. The more precise path decides, as in the service.</summary>
internal sealed class IndexingPolicy
{
    private const string Everything =
        """
        {"indexingMode":"consistent","automatic":true,"includedPaths":[{"path":"/*"}],
        "excludedPaths":[{"path":"/\"_etag\"/?"}]}
        """;

    private readonly List<(IReadOnlyList<string> Path, bool IsIncluded)> _rules = [];
    private readonly bool _isOn;

    public IndexingPolicy(JsonElement policy)
    {
        Text = policy.GetRawText();
        _isOn = !(policy.TryGetProperty("indexingMode", out var mode)
            && string.Equals(mode.GetString(), "none", StringComparison.OrdinalIgnoreCase));
        Read(policy, "includedPaths", true);
        Read(policy, "excludedPaths", false);
        if (_isOn && !_rules.Any(rule => rule.Path is ["*"]))
        {
            throw new RefusalException(
                400, "The special mandatory indexing path \"/\" is not provided in any of the path type sets.");
        }

        Composites = [.. CompositesOf(policy)];
    }

    public static IndexingPolicy Default { get; } = new(JsonDocument.Parse(Everything).RootElement);

    public string Text { get; }

    /// <summary>Each a list of paths in members and whether they descend.</summary>
    public IReadOnlyList<IReadOnlyList<(string Path, bool IsDescending)>> Composites { get; }

    /// <param name="path">Members, <c>[]</c> for elements of arrays.</param>
    public bool IsIndexed(IReadOnlyList<string> path)
    {
        var best = (Length: -1, IsIncluded: false);
        foreach (var (rule, isIncluded) in _rules)
        {
            if (rule.Count > best.Length && Covers(rule, path))
            {
                best = (rule.Count, isIncluded);
            }
        }

        return _isOn && best.IsIncluded;
    }

    /// <summary>How many of an item's values are indexed, its arrays' elements each for one.</summary>
    public int CountIndexed(JsonElement item)
    {
        var path = new List<string>();
        return _isOn ? Count(item, path) : 0;
    }

    private int Count(JsonElement value, List<string> path)
    {
        var count = 0;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    count += CountBelow(property.Name, property.Value, path);
                }

                return count;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    count += CountBelow("[]", element, path);
                }

                return count;
            default:
                return IsIndexed(path) ? 1 : 0;
        }
    }

    private int CountBelow(string name, JsonElement value, List<string> path)
    {
        path.Add(name);
        var count = Count(value, path);
        path.RemoveAt(path.Count - 1);
        return count;
    }

    private static bool Covers(IReadOnlyList<string> rule, IReadOnlyList<string> path)
    {
        for (var index = 0; index < rule.Count; index++)
        {
            switch (rule[index])
            {
                case "*":
                    return true;
                case "?":
                    return index == path.Count;
                default:
                    if (index >= path.Count || !string.Equals(rule[index], path[index], StringComparison.Ordinal))
                    {
                        return false;
                    }

                    break;
            }
        }

        return rule.Count == path.Count;
    }

    private void Read(JsonElement policy, string member, bool isIncluded)
    {
        if (policy.TryGetProperty(member, out var paths) && paths.ValueKind == JsonValueKind.Array)
        {
            _rules.AddRange(paths.EnumerateArray()
                .Select(entry => (IndexPath.Split(entry.GetProperty("path").GetString()!), isIncluded)));
        }
    }

    private static IEnumerable<IReadOnlyList<(string Path, bool IsDescending)>> CompositesOf(JsonElement policy) =>
        policy.TryGetProperty("compositeIndexes", out var all) && all.ValueKind == JsonValueKind.Array
            ? all.EnumerateArray().Select(index => (IReadOnlyList<(string Path, bool IsDescending)>)
                [.. index.EnumerateArray().Select(entry => (
                    string.Join('/', IndexPath.Split(entry.GetProperty("path").GetString()!)),
                    entry.TryGetProperty("order", out var order) && order.GetString() == "descending"))])
            : [];
}
