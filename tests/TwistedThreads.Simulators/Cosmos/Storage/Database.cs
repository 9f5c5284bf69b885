using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>A database: a name for containers.</summary>
internal sealed class Database(int number, string name, Geography geography, int partitions)
{
    private readonly long _createdAt = geography.Now.ToUnixTimeSeconds();
    private int _containers;

    public int Number => number;

    public string Name => name;

    public string Rid { get; } = ResourceId.OfDatabase(number);

    public ConcurrentDictionary<string, Container> Containers { get; } = new(StringComparer.Ordinal);

    /// <exception cref="RefusalException">409 where the name is taken.</exception>
    public Container Create(ContainerDefinition definition)
    {
        var container = new Container(
            this, Interlocked.Increment(ref _containers), definition, geography, partitions);
        return Containers.TryAdd(definition.Name, container)
            ? container
            : throw new RefusalException(409, "Resource with specified id or name already exists.");
    }

    /// <param name="nameOrRid">What the path says: the SDK uses both.</param>
    public Container Find(string nameOrRid) =>
        Containers.GetValueOrDefault(nameOrRid)
        ?? Containers.Values.FirstOrDefault(container => container.Rid == nameOrRid)
        ?? throw new RefusalException(404, "Resource Not Found.", 1003);

    public JsonObject ToJson() => new()
    {
        ["id"] = name,
        ["_rid"] = Rid,
        ["_self"] = $"dbs/{Rid}/",
        ["_etag"] = Etags.Of(number, _createdAt),
        ["_colls"] = "colls/",
        ["_users"] = "users/",
        ["_ts"] = _createdAt,
    };
}
