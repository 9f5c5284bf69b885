using System.Collections.Concurrent;
using System.Text.Json;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>What all regions of an account share.</summary>
internal sealed class AccountState(CosmosAccountOptions options)
{
    private int _databases;

    public CosmosAccountOptions Options => options;

    public Geography Geography { get; } = new(options.Regions, options.Clock)
    {
        IsPartitionFailoverOn = options.IsPartitionFailoverOn,
        PartitionFailoverDelay = options.PartitionFailoverDelay,
        Lag = options.ReplicationLag,
    };

    public RequestLog Log { get; } = new();

    /// <summary>Regions that a failover took out of the account until they return.</summary>
    public ConcurrentDictionary<int, bool> Offline { get; } = new();

    public ConcurrentDictionary<string, Database> Databases { get; } = new(StringComparer.Ordinal);

    public IEnumerable<Partition> Partitions => Databases.Values
        .SelectMany(database => database.Containers.Values)
        .SelectMany(container => container.Partitions);

    /// <exception cref="RefusalException">409 where the name is taken.</exception>
    public Database Create(JsonElement wanted)
    {
        var name = ItemBody.IdOf(wanted);
        var database = new Database(
            Interlocked.Increment(ref _databases), name, Geography, options.PartitionsPerContainer);
        return Databases.TryAdd(name, database)
            ? database
            : throw new RefusalException(409, "Resource with specified id or name already exists.");
    }

    /// <param name="nameOrRid">What the path says: the SDK uses both.</param>
    public Database Find(string nameOrRid) =>
        Databases.GetValueOrDefault(nameOrRid)
        ?? Databases.Values.FirstOrDefault(database => database.Rid == nameOrRid)
        ?? throw new RefusalException(404, "Resource Not Found.", 1003);

    public void SettleAll()
    {
        foreach (var partition in Partitions)
        {
            partition.Settle();
        }
    }
}
