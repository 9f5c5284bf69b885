namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>What one region holds of one physical partition. Its partition locks.</summary>
internal sealed class Replica
{
    private readonly Dictionary<string, LogicalPartition> _keys = new(StringComparer.Ordinal);
    private List<Item> _log = [];
    private int _live;

    /// <summary>Sequence number of the last commit that arrived here.</summary>
    public long Lsn { get; private set; }

    /// <summary>Commits that are on their way here, oldest first.</summary>
    public Queue<Commit> Inbox { get; } = new();

    /// <summary>The same object for as long as the key has items.</summary>
    public LogicalPartition? Partition(string key) => _keys.GetValueOrDefault(key);

    public IEnumerable<Item> Items => _keys.Values.SelectMany(partition => partition.Items);

    public void Apply(Commit commit)
    {
        foreach (var item in commit.Items)
        {
            Put(item);
        }

        Lsn = commit.Lsn;
        if (_log.Count > (2 * _live) + 64)
        {
            _log = [.. _log.Where(IsLatest)];
        }
    }

    /// <summary>Takes over what another region has, and forgets its own.</summary>
    public void CopyFrom(Replica other)
    {
        _keys.Clear();
        _log = [];
        _live = 0;
        foreach (var item in other._log.Where(other.IsLatest))
        {
            Put(item);
        }

        Lsn = other.Lsn;
        Inbox.Clear();
    }

    /// <summary>Latest versions written after a commit, in the order of their last write, without deletions.</summary>
    public IEnumerable<Item> ChangesAfter(long lsn)
    {
        for (var index = FirstAfter(lsn); index < _log.Count; index++)
        {
            if (IsLatest(_log[index]))
            {
                yield return _log[index];
            }
        }
    }

    private int FirstAfter(long lsn)
    {
        var (low, high) = (0, _log.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_log[middle].Lsn > lsn)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private bool IsLatest(Item item) => ReferenceEquals(Partition(item.Key)?.Find(item.Id), item);

    private void Put(Item item)
    {
        if (!_keys.TryGetValue(item.Key, out var partition))
        {
            _keys[item.Key] = partition = new LogicalPartition();
        }

        _live -= partition.Count;
        partition.Put(item);
        _live += partition.Count;
        if (!item.IsDeletion)
        {
            _log.Add(item);
        }
        else if (partition.Count == 0)
        {
            _keys.Remove(item.Key);
        }
    }
}
