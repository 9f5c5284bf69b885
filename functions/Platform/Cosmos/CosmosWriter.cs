using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Writes batches, and tells of each what became of it even where an answer was lost: a batch that was
/// repeated after it had been written is recognised by its mark (docs/decisions/0012).</summary>
public sealed class CosmosWriter(CosmosConnection connection, CosmosCalls calls, CosmosReader reader)
{
    private readonly WriteMarks _marks = new();

    /// <returns>What became of the batch, and how others can see that it has arrived where they are.</returns>
    public async Task<(BatchOutcome Outcome, WrittenBatch? Written)> WriteAsync(
        DocumentContainer container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        var mark = _marks.Next();
        var sent = SentCall.Begin();
        var (outcome, session) = await calls.WriteAsync(async deadline =>
        {
            var batch = CosmosBatch.Of(
                connection.Container(container.Name), container.PartitionKey, partitionKey, operations, mark);
            using var response = await batch.ExecuteAsync(deadline);
            return Read(response, operations);
        }, cancellation);
        if (!outcome.IsCommitted && await RecogniseAsync(
            container, partitionKey, operations, mark, sent.IsRepeated, cancellation) is { } recognised)
        {
            (outcome, session) = recognised;
        }

        return (outcome, outcome.IsCommitted
            ? WrittenBatch.Of(container, partitionKey, operations, outcome, session) with { WrittenAt = sent.Last }
            : null);
    }

    private static (BatchOutcome Outcome, string? Session) Read(
        TransactionalBatchResponse response, IReadOnlyList<DocumentOperation> operations)
    {
        var outcome = CosmosBatch.Read(response, operations);
        UsageMeter.Current?.Wrote(outcome is { IsCommitted: true } ? operations.Count : 0, response.RequestCharge);
        return outcome is null
            ? throw (CosmosFaults.Of(response.StatusCode, response.RetryAfter, response.ErrorMessage)
                ?? new DocumentsUnavailableException($"{response.StatusCode}: {response.ErrorMessage}"))
            : (outcome, response.Headers.Session);
    }

    // The refusal may be of a repetition, after the first attempt had written and its answer was lost.
    private async Task<(BatchOutcome Outcome, string? Session)?> RecogniseAsync(
        DocumentContainer container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        string mark,
        bool isRepeated,
        CancellationToken cancellation)
    {
        // Others may have written over one document since: where there was a repetition, all of them are looked at.
        foreach (var witness in CosmosBatch.Witnesses(operations).Take(isRepeated ? operations.Count : 1))
        {
            var found = await reader.FindAsync(container, partitionKey, witness.Id, cancellation);
            if (found?.Write == mark)
            {
                var etags = await ETagsAsync(container, partitionKey, operations, cancellation);
                return (BatchOutcome.Committed(etags), found.Session);
            }
        }

        return isRepeated && await AreGoneAsync(container, partitionKey, operations, cancellation)
            ? (BatchOutcome.Committed(new string?[operations.Count]), null)
            : null;
    }

    private async Task<string?[]> ETagsAsync(
        DocumentContainer container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        var etags = new string?[operations.Count];
        for (var index = 0; index < operations.Count; index++)
        {
            etags[index] = operations[index] is DocumentOperation.Delete
                ? null
                : (await reader.FindAsync(container, partitionKey, operations[index].Id, cancellation))?.Document.ETag;
        }

        return etags;
    }

    // Deletions bear no mark; but what a repetition no longer finds is as deleted as its caller wanted it.
    private async Task<bool> AreGoneAsync(
        DocumentContainer container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        foreach (var operation in operations)
        {
            if (operation is not DocumentOperation.Delete
                || await reader.FindAsync(container, partitionKey, operation.Id, cancellation) is not null)
            {
                return false;
            }
        }

        return true;
    }
}
