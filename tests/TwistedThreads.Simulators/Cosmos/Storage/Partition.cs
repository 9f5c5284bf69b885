using System.Text;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>A physical partition: a range of hashes, a replica in every region, one region that takes writes.</summary>
internal sealed class Partition
{
    private readonly Container _container;
    private readonly Geography _geography;
    private readonly Replica[] _replicas;
    private readonly Lock _lock = new();
    private int _writeRegion;
    private int _epoch = -1;

    public Partition(Container container, Geography geography, int number, string from, string until)
    {
        (_container, _geography, Number, From, Until) = (container, geography, number, from, until);
        _replicas = [.. geography.Regions.Select(_ => new Replica())];
        _writeRegion = geography.WriteRegion;
    }

    public int Number { get; }

    /// <summary>Lowest hash, included.</summary>
    public string From { get; }

    /// <summary>Highest hash, not included.</summary>
    public string Until { get; }

    /// <summary>Path and <c>_rid</c> of its container.</summary>
    public (string Path, string Rid) Owner =>
        ($"dbs/{_container.Database.Name}/colls/{_container.Definition.Name}", _container.Rid);

    public RequestBudget Budget { get; } = new();

    public bool Holds(string hash) =>
        string.CompareOrdinal(From, hash) <= 0 && string.CompareOrdinal(hash, Until) < 0;

    /// <summary>Looks at what a region holds now.</summary>
    /// <param name="session">The caller's session token; null where it has none.</param>
    /// <param name="region">Index of the region asked.</param>
    /// <param name="look">Runs under the lock: short.</param>
    /// <exception cref="RefusalException">404/1002 where the session has seen more than the region.</exception>
    public T Read<T>(int region, SessionToken? session, Func<Replica, T> look)
    {
        lock (_lock)
        {
            var replica = Settled(region);
            if (session is { } token && token.IsAheadOf(_epoch, replica.Lsn))
            {
                throw new RefusalException(
                    404, "The read session is not available for the input session token.", 1002);
            }

            return look(replica);
        }
    }

    /// <summary>Runs operations of one partition key; their writes are kept when all succeed.</summary>
    public (T Result, string Session) Write<T>(int region, PartitionKeyValue key, Func<Transaction, T> work)
    {
        lock (_lock)
        {
            RequireWriteRegion(region);
            var replica = Settled(region);
            var transaction = new Transaction(_container, replica, key, _geography, Number);
            var result = work(transaction);
            if (transaction.Commit() is { } commit)
            {
                replica.Apply(commit);
                Send(commit);
            }

            return (result, Session(replica));
        }
    }

    public string Session(int region)
    {
        lock (_lock)
        {
            return Session(Settled(region));
        }
    }

    /// <summary>Lets everything arrive that had the time to.</summary>
    public void Settle()
    {
        lock (_lock)
        {
            for (var region = 0; region < _replicas.Length; region++)
            {
                Settled(region);
            }
        }
    }

    /// <param name="region">The region that takes writes from now on.</param>
    /// <param name="isGraceful">Whether it first receives all that is on its way.</param>
    public void Move(int region, bool isGraceful)
    {
        lock (_lock)
        {
            MoveLocked(region, isGraceful);
        }
    }

    private void MoveLocked(int region, bool isGraceful)
    {
        if (_writeRegion == region)
        {
            return;
        }

        var replica = Settled(region);
        while (replica.Inbox.TryDequeue(out var commit))
        {
            if (isGraceful)
            {
                replica.Apply(commit);
            }
            else
            {
                Lose(commit);
            }
        }

        foreach (var other in _replicas.Where(other => other != replica))
        {
            other.CopyFrom(replica);
        }

        _writeRegion = region;
        _epoch++;
    }

    private void RequireWriteRegion(int region)
    {
        if (region != _writeRegion && _geography.IsGivenUp(_writeRegion))
        {
            MoveLocked(region, isGraceful: false);
        }

        if (region != _writeRegion)
        {
            throw new RefusalException(
                403, $"The requested operation cannot be performed at this region: {_geography.Regions[region]}.", 3);
        }
    }

    private string Session(Replica replica) => new SessionToken(_epoch, replica.Lsn).ToText(Number);

    private Replica Settled(int region)
    {
        var replica = _replicas[region];
        if (replica.Inbox.Count > 0 && !_geography.IsCut(region) && !_geography.IsCut(_writeRegion))
        {
            var arrived = _geography.Now - _geography.Lag;
            while (replica.Inbox.TryPeek(out var commit) && commit.At <= arrived)
            {
                replica.Apply(replica.Inbox.Dequeue());
            }
        }

        return replica;
    }

    private void Send(Commit commit)
    {
        for (var region = 0; region < _replicas.Length; region++)
        {
            if (region != _writeRegion)
            {
                _replicas[region].Inbox.Enqueue(commit);
                Settled(region);
            }
        }
    }

    private void Lose(Commit commit)
    {
        lock (_geography.Lost)
        {
            _geography.Lost.AddRange(commit.Items.Select(item => new LostWrite(
                _container.Definition.Name,
                item.Key,
                item.Id,
                item.Etag,
                item.Body is null ? null : Encoding.UTF8.GetString(item.Body))));
        }
    }
}
