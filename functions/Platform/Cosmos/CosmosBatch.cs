using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>A batch in the terms of the client, and its answer in the terms of the port.</summary>
public static class CosmosBatch
{
    private const string WritePath = $"/{CosmosForm.Write}";

    // What expires sooner may be gone before the last repetition arrives.
    private static readonly TimeSpan ShortLife = TimeSpan.FromMinutes(2);

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

    /// <summary>Operations whose documents tell, by their marks, whether a batch was written: the surest first. None
    /// where there are only deletions.</summary>
    public static IEnumerable<DocumentOperation> Witnesses(IReadOnlyList<DocumentOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var guarded = Guarded(operations);
        return operations
            .GroupBy(operation => operation.Id, StringComparer.Ordinal)
            .Where(group => group.Last() is not DocumentOperation.Delete)
            .Select(group => group.LastOrDefault(operation => operation.NewKind is not null) ?? group.First())
            .Where(operation => operation.NewKind is not null || operation.Id == guarded?.Id)
            .Reverse()
            .OrderBy(operation => operation switch
            {
                DocumentOperation.Create => 0,
                DocumentOperation.Replace => 1,
                DocumentOperation.Patch => 2,
                _ => 3,
            });
    }

    // A repetition that finds its creation or replacement done stops by itself. Elsewhere a patch would count twice.
    private static DocumentOperation.Patch? Guarded(IReadOnlyList<DocumentOperation> operations)
    {
        var byId = operations.GroupBy(operation => operation.Id, StringComparer.Ordinal).ToList();
        return byId.Any(StopsRepetition)
            ? null
            : byId.Select(group => group.First()).OfType<DocumentOperation.Patch>().FirstOrDefault();
    }

    private static bool StopsRepetition(IEnumerable<DocumentOperation> ofOneId) => ofOneId.First() switch
    {
        DocumentOperation.Create create => !(create.TimeToLive < ShortLife)
            && !ofOneId.Any(operation => operation is DocumentOperation.Delete),
        DocumentOperation.Replace => true,
        _ => false,
    };

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
