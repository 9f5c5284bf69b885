using System.Text.Json;
using System.Text.Json.Nodes;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>What a container was created with.</summary>
internal sealed class ContainerDefinition
{
    private readonly string[] _keyPath;

    /// <exception cref="RefusalException">400 when something is missing or not supported.</exception>
    public ContainerDefinition(JsonElement wanted)
    {
        Name = ItemBody.IdOf(wanted);
        PartitionKeyPath = KeyPathOf(wanted);
        _keyPath = [.. IndexPath.Split(PartitionKeyPath)];
        DefaultTtl = wanted.TryGetProperty("defaultTtl", out var ttl) && ttl.ValueKind == JsonValueKind.Number
            ? Checked(ttl.GetInt32())
            : null;
        Indexing = wanted.TryGetProperty("indexingPolicy", out var policy) && policy.ValueKind == JsonValueKind.Object
            ? new IndexingPolicy(policy)
            : IndexingPolicy.Default;
    }

    public string Name { get; }

    public string PartitionKeyPath { get; }

    /// <summary>Seconds; -1 where only items with a <c>ttl</c> of their own expire; null where none does.</summary>
    public int? DefaultTtl { get; }

    public IndexingPolicy Indexing { get; }

    public JsonElement KeyOf(JsonElement item)
    {
        var value = item;
        foreach (var name in _keyPath)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return default;
            }
        }

        return value;
    }

    /// <summary>When an item written at <paramref name="now"/> (seconds) expires.</summary>
    public long? ExpiryOf(JsonElement item, long now)
    {
        if (DefaultTtl is not { } standard)
        {
            return null;
        }

        var ttl = standard;
        if (item.TryGetProperty("ttl", out var own) && own.ValueKind != JsonValueKind.Null)
        {
            ttl = own.ValueKind == JsonValueKind.Number && own.TryGetDouble(out var seconds)
                && double.IsInteger(seconds) && Math.Abs(seconds) <= int.MaxValue
                ? Checked((int)seconds)
                : throw new RefusalException(400, "The input ttl must be -1 or a positive integer.");
        }

        return ttl < 0 ? null : now + ttl;
    }

    public JsonObject ToJson(string rid, string self, string etag, long timestamp)
    {
        var json = new JsonObject
        {
            ["id"] = Name,
            ["indexingPolicy"] = JsonNode.Parse(Indexing.Text),
            ["partitionKey"] = new JsonObject
            {
                ["paths"] = new JsonArray(PartitionKeyPath),
                ["kind"] = "Hash",
                ["version"] = 2,
            },
        };
        if (DefaultTtl is { } ttl)
        {
            json["defaultTtl"] = ttl;
        }

        json["uniqueKeyPolicy"] = new JsonObject { ["uniqueKeys"] = new JsonArray() };
        json["conflictResolutionPolicy"] = new JsonObject
        {
            ["mode"] = "LastWriterWins",
            ["conflictResolutionPath"] = "/_ts",
            ["conflictResolutionProcedure"] = "",
        };
        json["geospatialConfig"] = new JsonObject { ["type"] = "Geography" };
        json["_rid"] = rid;
        json["_ts"] = timestamp;
        json["_self"] = self;
        json["_etag"] = etag;
        foreach (var (member, path) in Links)
        {
            json[member] = path;
        }

        return json;
    }

    private static readonly (string Member, string Path)[] Links =
    [
        ("_docs", "docs/"), ("_sprocs", "sprocs/"), ("_triggers", "triggers/"), ("_udfs", "udfs/"),
        ("_conflicts", "conflicts/"),
    ];

    private static string KeyPathOf(JsonElement wanted) =>
        wanted.TryGetProperty("partitionKey", out var key) && key.TryGetProperty("paths", out var paths)
            && paths.ValueKind == JsonValueKind.Array && paths.GetArrayLength() > 0
            ? paths.GetArrayLength() == 1
                ? paths[0].GetString()!
                : throw new RefusalException(400, "The simulator does not know hierarchical partition keys.")
            : throw new RefusalException(400, "A container needs a partition key.");

    private static int Checked(int ttl) => ttl is -1 or > 0
        ? ttl
        : throw new RefusalException(400, $"The input ttl '{ttl}' must be -1 or a positive integer.");
}
