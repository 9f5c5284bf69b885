using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>A batch that was written, and one document of it by which a reader can tell that it has arrived.</summary>
/// <param name="Container">Where.</param>
/// <param name="PartitionKey">Where in it.</param>
/// <param name="Id">The document.</param>
/// <param name="ETag">Its version after the batch; null when it was deleted.</param>
/// <param name="IsNew">Whether the batch created it: then to see it at all is enough.</param>
/// <param name="Session">The service's mark of the moment after the batch; null when its answer was lost.</param>
public sealed record WrittenBatch(
    DocumentContainer Container, string PartitionKey, string Id, string? ETag, bool IsNew, string? Session)
{
    /// <summary>Address of the region that wrote it.</summary>
    public Uri? WrittenAt { get; init; }

    public static WrittenBatch Of(
        DocumentContainer container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        BatchOutcome outcome,
        string? session)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var best = Enumerable.Range(0, operations.Count)
            .OrderBy(index => operations[index] switch
            {
                DocumentOperation.Create => 0,
                DocumentOperation.Delete => 2,
                _ => 1,
            })
            .First();
        return new WrittenBatch(
            container, partitionKey, operations[best].Id, outcome.ETags[best],
            operations[best] is DocumentOperation.Create, session);
    }
}
