using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>Operations on one partition key that see each other's writes, kept together or not at all.</summary>
internal sealed class Transaction(
    Container container, Replica replica, PartitionKeyValue key, Geography geography, int partition)
{
    private readonly Dictionary<string, Item> _writes = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private bool _isOff;

    public Container Container => container;

    public PartitionKeyValue Key => key;

    public int Partition => partition;

    public long Now { get; } = geography.Now.ToUnixTimeSeconds();

    /// <returns>The live item of this id, as the operations before left it.</returns>
    public Item? Find(string id)
    {
        var item = _writes.GetValueOrDefault(id) ?? replica.Partition(key.Text)?.Find(id);
        return item is not null && item.IsAliveAt(Now) ? item : null;
    }

    /// <param name="body">An item as it was sent, or patched.</param>
    /// <param name="old">The version it replaces; null where it is new.</param>
    public Item Put(JsonElement body, Item? old)
    {
        var id = ItemBody.IdOf(body);
        var number = old?.Number ?? container.NextItem();
        var rid = old?.Rid ?? ResourceId.OfItem(container.Rid, number);
        var etag = Etags.Of(geography.NextWrite(), Now);
        var bytes = ItemBody.Compose(body, rid, container.Self, etag, Now);
        var expiry = container.Definition.ExpiryOf(body, Now);
        return Stage(new Item(id, key.Text, number, rid, etag, Now, replica.Lsn + 1, expiry, bytes)
        {
            Hash = key.Hash,
        });
    }

    public void Remove(Item item) => Stage(item with
    {
        Body = null,
        Lsn = replica.Lsn + 1,
        Etag = Etags.Of(geography.NextWrite(), Now),
    });

    /// <summary>Nothing is kept.</summary>
    public void CallOff() => _isOff = true;

    public Commit? Commit() => _isOff || _order.Count == 0
        ? null
        : new Commit(replica.Lsn + 1, geography.Now, [.. _order.Select(id => _writes[id])]);

    // In the order of the last write of each id.
    private Item Stage(Item item)
    {
        _order.Remove(item.Id);
        _order.Add(item.Id);
        _writes[item.Id] = item;
        return item;
    }
}
