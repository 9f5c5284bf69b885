using System.Collections.Concurrent;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>The latest documents as they were written, so that what was just written need not be read from disk: an
/// order is read again within milliseconds by the functions that carry it on. Only the writer fills it, in the order of
/// its commits, so it never holds anything older than the file does.</summary>
public sealed class RecentDocuments
{
    private const int Most = 4096;
    private const int LargestBody = 8192;
    private readonly ConcurrentDictionary<Key, Entry> _entries = new();
    private readonly Queue<Key> _ages = new();

    /// <returns>Whether it is known here; then <paramref name="document"/> is null if its time to live is
    /// over.</returns>
    public bool TryFind(string container, string partitionKey, string id, long now, out Document? document)
    {
        if (!_entries.TryGetValue(new Key(container, partitionKey, id), out var entry))
        {
            document = null;
            return false;
        }

        document = entry.Expires <= now ? null : entry.Document;
        return true;
    }

    /// <summary>Takes over what a batch wrote. Called on the writer's thread,
    /// before anybody hears of the commit.</summary>
    public void Learn(
        string container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        BatchOutcome outcome,
        long now)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentNullException.ThrowIfNull(outcome);
        for (var index = 0; outcome.IsCommitted && index < operations.Count; index++)
        {
            var operation = operations[index];
            var key = new Key(container, partitionKey, operation.Id);
            var (kind, body, timeToLive) = operation switch
            {
                DocumentOperation.Create create => (create.Kind, create.Body, create.TimeToLive),
                DocumentOperation.Replace replace => (replace.Kind, replace.Body, replace.TimeToLive),
                DocumentOperation.Upsert upsert => (upsert.Kind, upsert.Body, upsert.TimeToLive),
                _ => (null, null, (TimeSpan?)null),
            };
            if (kind is null || body is null || body.Length > LargestBody)
            {
                _entries.TryRemove(key, out _);
                continue;
            }

            var document = new Document(
                partitionKey, operation.Id, kind, outcome.ETags[index]!, DateTimeOffset.FromUnixTimeMilliseconds(
                    now), body);
            Keep(key, new Entry(document, timeToLive is { } span ? now + (long)span.TotalMilliseconds : long.MaxValue));
        }
    }

    private void Keep(Key key, Entry entry)
    {
        if (_entries.TryAdd(key, entry))
        {
            _ages.Enqueue(key);
        }
        else
        {
            _entries[key] = entry;
        }

        while (_ages.Count > Most)
        {
            _entries.TryRemove(_ages.Dequeue(), out _);
        }
    }

    private readonly record struct Key(string Container, string PartitionKey, string Id);

    private sealed record Entry(Document Document, long Expires);
}
