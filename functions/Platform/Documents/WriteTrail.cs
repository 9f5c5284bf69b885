namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>A batch that was written, and one document of it.</summary>
/// <param name="Container">Where.</param>
/// <param name="PartitionKey">Where in it.</param>
/// <param name="Id">A document that the batch created or changed.</param>
/// <param name="ETag">Its version after the batch.</param>
/// <param name="IsNew">Whether the batch created it: then to see it at all is enough.</param>
/// <param name="Session">The engine's own mark of the moment after the batch; null when it gives none.</param>
public sealed record WrittenBatch(
    string Container, string PartitionKey, string Id, string ETag, bool IsNew, string? Session);

/// <summary>What was written on behalf of one request, so that the answer can wait until a second region has
/// it.</summary>
public sealed class WriteTrail
{
    private static readonly AsyncLocal<WriteTrail?> Running = new();
    private readonly Lock _gate = new();
    private readonly List<WrittenBatch> _batches = [];

    /// <summary>The trail of the request on whose behalf the caller runs; null when nobody will wait.</summary>
    public static WriteTrail? Current => Running.Value;

    public static WriteTrail Begin() => Running.Value = new WriteTrail();

    public IReadOnlyList<WrittenBatch> Batches
    {
        get
        {
            lock (_gate)
            {
                return [.. _batches];
            }
        }
    }

    /// <summary>Adds a batch that was committed.</summary>
    public void Add(
        string container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        BatchOutcome outcome,
        string? session)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var index = Enumerable.Range(0, operations.Count)
            .OrderBy(place => operations[place] is DocumentOperation.Create ? 0 : 1)
            .First();
        if (outcome.ETags[index] is { } etag)
        {
            var operation = operations[index];
            lock (_gate)
            {
                _batches.Add(new WrittenBatch(
                    container, partitionKey, operation.Id, etag, operation is DocumentOperation.Create, session));
            }
        }
    }
}

/// <summary>Whether what was written has reached a second region.</summary>
public interface ISecondRegion
{
    /// <summary>Waits, for a bounded time, until a second region has all batches of the trail.</summary>
    /// <returns>Whether it has.</returns>
    Task<bool> HasAllAsync(WriteTrail trail, CancellationToken cancellation);
}
