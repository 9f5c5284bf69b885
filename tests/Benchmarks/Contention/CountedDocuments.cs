using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Benchmarks.Contention;

/// <summary>Counts what a rush asks of the store.</summary>
internal sealed class CountedDocuments(IDocuments documents) : IDocuments
{
    private long _reads;
    private long _writes;
    private long _refused;

    public long Reads => Interlocked.Read(ref _reads);

    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>Writes whose condition did not hold.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public ValueTask<Document?> ReadAsync(
        string container, string partitionKey, string id, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        return documents.ReadAsync(container, partitionKey, id, cancellation);
    }

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        return documents.QueryAsync(query, cancellation);
    }

    public async Task<BatchOutcome> CommitAsync(
        string container, string partitionKey, IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        Interlocked.Increment(ref _writes);
        var outcome = await documents.CommitAsync(container, partitionKey, operations, cancellation);
        if (!outcome.IsCommitted)
        {
            Interlocked.Increment(ref _refused);
        }

        return outcome;
    }

    public ValueTask<ChangePage> ReadChangesAsync(
        string container, string? kind, string? cursor, int limit, CancellationToken cancellation) =>
        documents.ReadChangesAsync(container, kind, cursor, limit, cancellation);

    public ValueTask<string> FindCursorAsync(
        string container, DateTimeOffset? since, CancellationToken cancellation) =>
        documents.FindCursorAsync(container, since, cancellation);
}
