using TwistedThreads.Simulators.Cosmos.Batches;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>Point operations and transactional batches.</summary>
internal static class ItemRoutes
{
    public static async Task<Reply> AnswerAsync(
        Call call, Container container, Partition partition, PartitionKeyValue key, CancellationToken cancellation)
    {
        if (call.Operation == "batch")
        {
            return await BatchAsync(call, partition, key, cancellation);
        }

        var operation = await OperationAsync(call, cancellation);
        return operation.IsWrite
            ? Write(call, partition, key, operation)
            : Read(call, partition, key, operation, container);
    }

    private static async Task<ItemOperation> OperationAsync(Call call, CancellationToken cancellation)
    {
        var action = call.Operation switch
        {
            "create" => ItemAction.Create,
            "upsert" => ItemAction.Upsert,
            "replace" => ItemAction.Replace,
            "patch" => ItemAction.Patch,
            "delete" => ItemAction.Delete,
            _ => ItemAction.Read,
        };
        return new ItemOperation(
            action,
            call.Path.Count > 5 ? call.Path[5] : null,
            action is ItemAction.Read or ItemAction.Delete ? default : await call.ReadBodyAsync(cancellation))
        {
            IfMatch = call["If-Match"],
            IfNoneMatch = call["If-None-Match"],
            IsMinimal = call.IsMinimal,
        };
    }

    private static Reply Read(
        Call call, Partition partition, PartitionKeyValue key, ItemOperation operation, Container container)
    {
        var session = SessionToken.Of(call[Headers.Session], partition.Number);
        var item = partition.Read(
            call.Region, session, replica => replica.Partition(key.Text)?.Find(operation.Id!));
        var now = container.Now;
        var outcome = ItemOperations.Read(item is not null && item.IsAliveAt(now) ? item : null, operation);
        return Answer(call, operation, outcome, partition.Session(call.Region));
    }

    private static Reply Write(Call call, Partition partition, PartitionKeyValue key, ItemOperation operation)
    {
        var (outcome, session) = partition.Write(call.Region, key, transaction =>
        {
            var outcome = ItemOperations.Run(transaction, operation);
            if (!outcome.IsSuccess)
            {
                transaction.CallOff();
            }

            return outcome;
        });
        return Answer(call, operation, outcome, session);
    }

    private static async Task<Reply> BatchAsync(
        Call call, Partition partition, PartitionKeyValue key, CancellationToken cancellation)
    {
        var body = await call.ReadBodyAsync(cancellation);
        if (body.Length > ItemBody.LargestBytes)
        {
            throw new RefusalException(413, "Request size is too large");
        }

        var operations = await BatchRows.ReadAsync(body);
        if (operations.Count > BatchRun.MostOperations)
        {
            throw new RefusalException(
                400, $"Batch request has more operations than what is supported: {BatchRun.MostOperations}.");
        }

        if (operations.Count == 0)
        {
            throw new RefusalException(400, "The batch has no operations.");
        }

        var ((status, outcomes), session) =
            partition.Write(call.Region, key, transaction => BatchRun.Run(transaction, operations));
        return new Reply(status)
        {
            Body = await BatchRows.WriteAsync(operations, outcomes),
            ContentType = "application/octet-stream",
            Charge = Math.Round(outcomes.Sum(outcome => outcome.Charge), 2),
            Session = session,
            Count = operations.Count,
        };
    }

    private static Reply Answer(Call call, ItemOperation operation, ItemOutcome outcome, string session)
    {
        var reply = outcome.IsSuccess
            ? new Reply(outcome.Status)
            : Problems.Answer(outcome.Status, outcome.SubStatus, outcome.Message!, call);
        var hasBody = outcome is { IsSuccess: true, Status: not 304, Item.Body: not null }
            && !(operation.IsMinimal && operation.IsWrite);
        return reply with
        {
            Body = hasBody ? outcome.Item!.Body : reply.Body,
            Etag = outcome.Item?.Etag,
            Charge = outcome.Charge,
            Session = session,
        };
    }
}
