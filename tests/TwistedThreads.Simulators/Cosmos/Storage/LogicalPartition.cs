namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>The items of one partition key, by id and in the order of their creation.</summary>
internal sealed class LogicalPartition
{
    private readonly Dictionary<string, Item> _byId = new(StringComparer.Ordinal);
    private readonly SortedList<long, Item> _byNumber = [];

    public int Count => _byId.Count;

    public IList<Item> Items => _byNumber.Values;

    public Item? Find(string id) => _byId.GetValueOrDefault(id);

    public void Put(Item item)
    {
        if (_byId.Remove(item.Id, out var old))
        {
            _byNumber.Remove(old.Number);
        }

        if (!item.IsDeletion)
        {
            _byId[item.Id] = item;
            _byNumber[item.Number] = item;
        }
    }
}
