using System.Text.Json.Nodes;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>A container: its definition and its physical partitions.</summary>
internal sealed class Container
{
    private readonly Geography _geography;
    private long _items;

    public Container(Database database, int number, ContainerDefinition definition, Geography geography, int partitions)
    {
        _geography = geography;
        Database = database;
        Rid = ResourceId.OfContainer(database.Number, number);
        Definition = definition;
        CreatedAt = geography.Now.ToUnixTimeSeconds();
        Etag = Etags.Of(geography.NextWrite(), CreatedAt);
        var from = PartitionKeyHash.Lowest;
        var all = new List<Partition>();
        foreach (var until in PartitionKeyHash.Split(partitions))
        {
            all.Add(new Partition(this, geography, all.Count, from, until));
            from = until;
        }

        Partitions = all;
    }

    public Database Database { get; }

    public string Rid { get; }

    public ContainerDefinition Definition { get; private set; }

    public IReadOnlyList<Partition> Partitions { get; }

    public string Self => $"dbs/{Database.Rid}/colls/{Rid}/";

    public string Etag { get; private set; }

    private long CreatedAt { get; }

    /// <summary>Seconds since 1970.</summary>
    public long Now => _geography.Now.ToUnixTimeSeconds();

    public long NextItem() => Interlocked.Increment(ref _items);

    public Partition PartitionOf(PartitionKeyValue key) => Partitions.First(partition => partition.Holds(key.Hash));

    public void Redefine(ContainerDefinition definition, string etag)
    {
        if (definition.PartitionKeyPath != Definition.PartitionKeyPath)
        {
            throw new RefusalException(400, "The partition key of a container cannot be changed.");
        }

        (Definition, Etag) = (definition, etag);
    }

    public JsonObject ToJson() => Definition.ToJson(Rid, Self, Etag, CreatedAt);
}
