using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>A batch in the terms of the client, and its answer in the terms of the port.</summary>
public static class CosmosBatch
{
    private const string WritePath = $"/{CosmosForm.Write}";

    public static TransactionalBatch Of(
        Container container,
        string partitionKeyName,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        string write)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(operations);
        var batch = container.CreateTransactionalBatch(new PartitionKey(partitionKey));
        var guarded = Guarded(operations);
        foreach (var operation in operations)
        {
            var guard = ReferenceEquals(operation, guarded) ? write : null;
            batch = operation switch
            {
                DocumentOperation.Create create => batch.CreateItemStream(
                    Form(create.Id, create.Kind, create.Body, create.TimeToLive), Silently(null)),
                DocumentOperation.Replace replace => batch.ReplaceItemStream(
                    replace.Id,
                    Form(replace.Id, replace.Kind, replace.Body, replace.TimeToLive),
                    Silently(Present(replace.IfMatch))),
                DocumentOperation.Upsert upsert => batch.UpsertItemStream(
                    Form(upsert.Id, upsert.Kind, upsert.Body, upsert.TimeToLive), Silently(null)),
                DocumentOperation.Delete delete => batch.DeleteItem(
                    delete.Id, Silently(delete.IfMatch is null ? null : Present(delete.IfMatch))),
                DocumentOperation.Patch patch => batch.PatchItem(patch.Id, Steps(patch, guard), Where(patch, guard)),
                _ => throw new DocumentLimitException($"{operation.GetType().Name} is no operation of this store."),
            };
        }

        return batch;

        Stream Form(string id, string kind, byte[] body, TimeSpan? life) =>
            CosmosForm.Of(partitionKeyName, partitionKey, id, kind, write, body, life);
    }

    /// <returns>The outcome, or null when the status is a fault and says nothing about the batch.</returns>
    public static BatchOutcome? Read(TransactionalBatchResponse response, IReadOnlyList<DocumentOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(operations);
        if (response.IsSuccessStatusCode)
        {
            return BatchOutcome.Committed(
                [.. operations.Select((operation, index) =>
                    operation is DocumentOperation.Delete ? null : response[index].ETag)]);
        }

        for (var index = 0; index < response.Count && index < operations.Count; index++)
        {
            var rejection = response[index].StatusCode switch
            {
                HttpStatusCode.Conflict => BatchRejection.AlreadyExists,
                HttpStatusCode.NotFound => BatchRejection.NotFound,
                HttpStatusCode.PreconditionFailed => operations[index] is DocumentOperation.Patch
                    ? BatchRejection.ConditionFailed
                    : BatchRejection.ETagMismatch,
                _ => BatchRejection.None,
            };
            if (rejection != BatchRejection.None)
            {
                return BatchOutcome.Rejected(rejection, index);
            }
        }

        return null;
    }

    /// <summary>The operation whose document tells, by its mark, whether a batch was written; null when every
    /// repetition of the batch succeeds like the first.</summary>
    public static DocumentOperation? Witness(IReadOnlyList<DocumentOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        return operations.LastOrDefault(operation => operation is DocumentOperation.Create)
            ?? operations.LastOrDefault(operation => operation is DocumentOperation.Replace)
            ?? Guarded(operations);
    }

    // A repeated creation or replacement stops its batch by itself. Where there is none, a patch would count twice.
    private static DocumentOperation.Patch? Guarded(IReadOnlyList<DocumentOperation> operations)
    {
        if (operations.Any(operation => operation is DocumentOperation.Create or DocumentOperation.Replace))
        {
            return null;
        }

        var first = operations.DistinctBy(operation => operation.Id);
        return first.OfType<DocumentOperation.Patch>().FirstOrDefault();
    }

    private static List<PatchOperation> Steps(DocumentOperation.Patch patch, string? guard)
    {
        // One step a member: all see the members as they were before the patch, as in the other engine.
        var steps = patch.Increments.GroupBy(increment => increment.Field, increment => (long)increment.By)
            .Select(sum => PatchOperation.Increment(CosmosQueries.Path(sum.Key), sum.Sum()))
            .ToList();
        if (guard is not null)
        {
            steps.Add(PatchOperation.Set(WritePath, guard));
        }

        return steps;
    }

    private static TransactionalBatchPatchItemRequestOptions Where(
        DocumentOperation.Patch patch, string? guard) => new()
        {
            FilterPredicate = CosmosQueries.Predicate(patch.Where, guard),
            EnableContentResponseOnWrite = false,
        };

    private static TransactionalBatchItemRequestOptions Silently(string? ifMatch) =>
        new() { IfMatchEtag = ifMatch, EnableContentResponseOnWrite = false };

    // An empty condition would be none at all, and a star would match whatever is there.
    private static string Present(string etag) => etag is "" or "*" ? "\"none\"" : etag;
}
