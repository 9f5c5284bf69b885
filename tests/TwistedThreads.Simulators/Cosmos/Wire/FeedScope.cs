using System.Globalization;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>What a query or a feed covers: a partition key, a physical partition, or hashes within one.</summary>
/// <param name="Key">Null where it covers more than one.</param>
internal sealed record FeedScope(Container Container, Partition Partition, PartitionKeyValue? Key)
{
    private string? From { get; init; }

    private string? Until { get; init; }

    /// <exception cref="RefusalException">400/1004 where the request names no partition and there are several,
    /// 410/1002 where the named one does not exist.</exception>
    public static FeedScope Of(Call call, Container container)
    {
        if (call[Headers.PartitionKey] is { } header)
        {
            var key = PartitionKeyValue.Parse(header);
            return new FeedScope(container, container.PartitionOf(key), key);
        }

        return new FeedScope(container, PartitionOf(call, container), null)
        {
            From = call[Headers.StartHash],
            Until = call[Headers.EndHash],
        };
    }

    /// <returns>Live items, in no order.</returns>
    public IReadOnlyList<Item> Read(Call call, out string session)
    {
        var now = Container.Now;
        var token = SessionToken.Of(call[Headers.Session], Partition.Number);
        var items = Partition.Read(call.Region, token, replica => Key is null
            ? replica.Items.Where(item => item.IsAliveAt(now) && Covers(item)).ToList()
            : replica.Partition(Key.Text)?.Items.Where(item => item.IsAliveAt(now)).ToList() ?? []);
        session = Partition.Session(call.Region);
        return items;
    }

    /// <param name="call">The request.</param>
    /// <param name="after">Null where only what comes is wanted.</param>
    /// <param name="since">Earliest time; null where it does not matter.</param>
    /// <param name="most">A page ends with the commit that reaches it.</param>
    public (IReadOnlyList<Item> Items, long Last, string Session) ReadChanges(
        Call call, long? after, DateTimeOffset? since, int most)
    {
        var now = Container.Now;
        var token = SessionToken.Of(call[Headers.Session], Partition.Number);
        var (items, last) = Partition.Read(call.Region, token, replica =>
        {
            var start = since is null ? after ?? replica.Lsn : 0;
            var found = new List<Item>();
            foreach (var item in replica.ChangesAfter(start))
            {
                if (found.Count >= most && found[^1].Lsn != item.Lsn)
                {
                    return (found, found[^1].Lsn);
                }

                if (item.IsAliveAt(now) && Covers(item) && !(item.Timestamp < since?.ToUnixTimeSeconds()))
                {
                    found.Add(item);
                }
            }

            return (found, Math.Max(start, replica.Lsn));
        });
        return (items, last, Partition.Session(call.Region));
    }

    private bool Covers(Item item) => Key is not null
        ? item.Key == Key.Text
        : (From is null || string.CompareOrdinal(From, item.Hash) <= 0)
            && (Until is null || string.CompareOrdinal(item.Hash, Until) < 0);

    private static Partition PartitionOf(Call call, Container container)
    {
        if (call[Headers.Partition] is { } range)
        {
            var id = range[(range.IndexOf(',') + 1)..];
            return int.TryParse(id, NumberStyles.None, null, out var number) && number < container.Partitions.Count
                ? container.Partitions[number]
                : throw new RefusalException(410, "The requested resource is no longer available.", 1002);
        }

        if (call[Headers.StartHash] is { } start)
        {
            return container.Partitions.First(partition => partition.Holds(start));
        }

        return container.Partitions.Count == 1 && call[Headers.StartHash] is null
            ? container.Partitions[0]
            : throw new RefusalException(
                400, "Cross partition query is required but disabled: the gateway serves none by itself.", 1004);
    }
}
