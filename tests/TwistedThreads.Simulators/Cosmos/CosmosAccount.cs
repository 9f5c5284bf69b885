using System.Text.Json;
using TwistedThreads.Simulators.Cosmos.Storage;
using TwistedThreads.Simulators.Cosmos.Wire;

namespace TwistedThreads.Simulators.Cosmos;

/// <summary>
/// A Cosmos DB account for NoSQL on loopback: regions with endpoints of their own, asynchronous replication, request
/// charges, faults on demand. It speaks the gateway's HTTP to Microsoft.Azure.Cosmos in Gateway mode.
/// </summary>
public sealed class CosmosAccount : IAsyncDisposable
{
    private readonly AccountState _state;
    private readonly List<Listener> _listeners = [];
    private readonly Listener _global;

    private CosmosAccount(CosmosAccountOptions options)
    {
        _state = new AccountState(options);
        var router = new Router(_state, index => _listeners[index].Address);
        var faults = options.Regions.Select(_ => new RegionFaults()).ToList();
        for (var region = 0; region < options.Regions.Count; region++)
        {
            var index = region;
            _listeners.Add(new Listener(http => router.AnswerAsync(http, index, faults[index]), options.Certificate));
        }

        _global = new Listener(
            http =>
            {
                var live = FirstLive();
                return router.AnswerAsync(http, live, faults[live]);
            },
            options.Certificate);
        Regions = options.Regions
            .Select((name, index) => (name, Region: new CosmosRegion(_state, _listeners[index], faults[index], index)))
            .ToDictionary(entry => entry.name, entry => entry.Region, StringComparer.Ordinal);
    }

    /// <summary>Where the account's name leads to, come what may; null where that follows a live region.</summary>
    public string? NameLeadsTo { get; set; }

    /// <summary>The account's own name: leads to the first region that lives, as the service's DNS does.</summary>
    public Uri Endpoint => _global.Address;

    /// <summary>Every key is accepted, this one too.</summary>
    public string Key { get; } = Convert.ToBase64String([.. "a key of the simulator's"u8]);

    public string ConnectionString => $"AccountEndpoint={Endpoint};AccountKey={Key};";

    public IReadOnlyDictionary<string, CosmosRegion> Regions { get; }

    public RequestLog Log => _state.Log;

    /// <summary>The region that takes writes.</summary>
    public string WriteRegion => _state.Options.Regions[_state.Geography.WriteRegion];

    /// <summary>How long a commit travels to the other regions.</summary>
    public TimeSpan ReplicationLag
    {
        get => _state.Geography.Lag;
        set => _state.Geography.Lag = value;
    }

    /// <summary>Writes that failovers lost.</summary>
    public IReadOnlyList<LostWrite> Conflicts
    {
        get
        {
            lock (_state.Geography.Lost)
            {
                return [.. _state.Geography.Lost];
            }
        }
    }

    public static async Task<CosmosAccount> StartAsync(
        CosmosAccountOptions options, CancellationToken cancellation = default)
    {
        var account = new CosmosAccount(options);
        await account._global.StartAsync(cancellation);
        foreach (var listener in account._listeners)
        {
            await listener.StartAsync(cancellation);
        }

        return account;
    }

    /// <summary>Makes a container, and its database where that is missing.</summary>
    /// <param name="database">Its database.</param>
    /// <param name="name">Its name.</param>
    /// <param name="partitionKeyPath">Such as <c>/orderId</c>.</param>
    /// <param name="defaultTtl">Seconds; -1 where only items with a <c>ttl</c> expire; null where none does.</param>
    /// <param name="indexingPolicy">JSON of the service's; everything is indexed without one.</param>
    public void AddContainer(
        string database,
        string name,
        string partitionKeyPath,
        int? defaultTtl = -1,
        string? indexingPolicy = null)
    {
        if (!_state.Databases.TryGetValue(database, out var owner))
        {
            owner = _state.Create(JsonSerializer.SerializeToElement(new { id = database }));
        }

        var policy = indexingPolicy is null ? default(JsonElement?) : JsonDocument.Parse(indexingPolicy).RootElement;
        owner.Create(new ContainerDefinition(JsonSerializer.SerializeToElement(new
        {
            id = name,
            defaultTtl,
            partitionKey = new { paths = new[] { partitionKeyPath }, kind = "Hash", version = 2 },
            indexingPolicy = policy,
        })));
    }

    /// <summary>Forces another region to take the writes. What has not arrived there is lost to
    /// <see cref="Conflicts"/>, also from the region that took it.</summary>
    public void FailOver(string toRegion) => Move(toRegion, isGraceful: false);

    /// <summary>Moves the writes to another region once it has received everything: nothing is lost.</summary>
    public void FailBack(string toRegion) => Move(toRegion, isGraceful: true);

    /// <summary>Moves the writes of every partition, and leaves the account as it is: what per-partition automatic
    /// failover does to partitions that are lost while their region still answers.</summary>
    public void FailOverPartitions(string toRegion)
    {
        var region = IndexOf(toRegion);
        _state.SettleAll();
        foreach (var partition in _state.Partitions)
        {
            partition.Move(region, isGraceful: false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Append(_global))
        {
            await listener.DisposeAsync();
        }
    }

    private void Move(string toRegion, bool isGraceful)
    {
        var region = IndexOf(toRegion);
        _state.SettleAll();
        var old = _state.Geography.WriteRegion;
        _state.Geography.WriteRegion = region;
        foreach (var partition in _state.Partitions)
        {
            partition.Move(region, isGraceful);
        }

        if (_state.Geography.IsCut(old))
        {
            _state.Offline[old] = true;
        }
    }

    private int IndexOf(string region)
    {
        var index = _state.Options.Regions.ToList().IndexOf(region);
        return index >= 0
            ? index
            : throw new ArgumentException($"The account has no region '{region}'.", nameof(region));
    }

    // The service's DNS leads to the write region for as long as that lives.
    private int FirstLive()
    {
        var write = _state.Geography.WriteRegion;
        return NameLeadsTo is { } fixedRegion ? _state.Options.Regions.ToList().IndexOf(fixedRegion)
            : !_state.Geography.IsCut(write)
            ? write
            : Enumerable.Range(0, _listeners.Count)
                .FirstOrDefault(region => !_state.Geography.IsCut(region), write);
    }
}
