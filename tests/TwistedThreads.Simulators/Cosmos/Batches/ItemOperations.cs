using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Batches;

/// <summary>Runs operations against a partition key's items.</summary>
internal static class ItemOperations
{
    private const double Missed = RequestCharges.Smallest;

    // A refused write has looked at the item and at its index. An estimate.
    private const double RefusedWrite = 1.24;

    public static ItemOutcome Run(Transaction transaction, ItemOperation operation)
    {
        try
        {
            return operation.Action switch
            {
                ItemAction.Create => Create(transaction, operation),
                ItemAction.Upsert => Upsert(transaction, operation),
                ItemAction.Replace => Replace(transaction, operation),
                ItemAction.Delete => Delete(transaction, operation),
                ItemAction.Patch => Patch(transaction, operation),
                _ => Read(transaction.Find(operation.Id!), operation),
            };
        }
        catch (RefusalException problem)
        {
            return new ItemOutcome(problem.Status, RefusedWrite)
            {
                SubStatus = problem.SubStatus,
                Message = problem.Message,
            };
        }
    }

    public static ItemOutcome Read(Item? item, ItemOperation operation) => item switch
    {
        null => Missing(Missed),
        _ when operation.IfNoneMatch is { } known && Etags.Match(known, item.Etag) => new(304, Missed, item),
        _ => new(200, RequestCharges.OfRead(item), item),
    };

    private static ItemOutcome Create(Transaction transaction, ItemOperation operation)
    {
        var body = ItemBody.Parse(operation.Body);
        RequireKey(transaction, body);
        if (transaction.Find(ItemBody.IdOf(body)) is not null)
        {
            return new ItemOutcome(409, RefusedWrite)
            {
                Message = "Resource with specified id or name already exists.",
            };
        }

        var item = transaction.Put(body, old: null);
        return new ItemOutcome(201, RequestCharges.OfInsert(transaction.Container, item), item);
    }

    private static ItemOutcome Upsert(Transaction transaction, ItemOperation operation)
    {
        var body = ItemBody.Parse(operation.Body);
        RequireKey(transaction, body);
        return transaction.Find(ItemBody.IdOf(body)) switch
        {
            null => Create(transaction, operation),
            var old when Fails(operation, old) => Failed(),
            var old => Replaced(transaction, transaction.Put(body, old)),
        };
    }

    private static ItemOutcome Replace(Transaction transaction, ItemOperation operation)
    {
        var body = ItemBody.Parse(operation.Body);
        RequireKey(transaction, body);
        if (ItemBody.IdOf(body) != operation.Id)
        {
            return new ItemOutcome(400, RefusedWrite) { Message = "The id of an item cannot be changed." };
        }

        return transaction.Find(operation.Id) switch
        {
            null => Missing(RefusedWrite),
            var old when Fails(operation, old) => Failed(),
            var old => Replaced(transaction, transaction.Put(body, old)),
        };
    }

    private static ItemOutcome Patch(Transaction transaction, ItemOperation operation)
    {
        var patch = ItemPatch.Parse(operation.Body);
        if (transaction.Find(operation.Id!) is not { } old)
        {
            return Missing(RefusedWrite);
        }

        if (Fails(operation, old) || !patch.AppliesTo(old))
        {
            return Failed();
        }

        var body = patch.Apply(old);
        RequireKey(transaction, body);
        return ItemBody.IdOf(body) == old.Id
            ? Replaced(transaction, transaction.Put(body, old))
            : new ItemOutcome(400, RefusedWrite) { Message = "The id of an item cannot be patched." };
    }

    private static ItemOutcome Delete(Transaction transaction, ItemOperation operation)
    {
        switch (transaction.Find(operation.Id!))
        {
            case null:
                return Missing(RefusedWrite);
            case var old when Fails(operation, old):
                return Failed();
            case var old:
                transaction.Remove(old);
                return new ItemOutcome(204, RequestCharges.OfDelete(transaction.Container, old));
        }
    }

    private static ItemOutcome Replaced(Transaction transaction, Item item) =>
        new(200, RequestCharges.OfReplace(transaction.Container, item), item);

    private static ItemOutcome Missing(double charge) =>
        new(404, charge) { Message = "Entity with the specified id does not exist in the system." };

    private static ItemOutcome Failed() => new(412, RefusedWrite)
    {
        Message = "One of the specified pre-condition is not met.",
    };

    private static bool Fails(ItemOperation operation, Item old) =>
        (operation.IfMatch is { } wanted && !Etags.Match(wanted, old.Etag))
        || (operation.IfNoneMatch is { } unwanted && Etags.Match(unwanted, old.Etag));

    private static void RequireKey(Transaction transaction, System.Text.Json.JsonElement body)
    {
        var key = PartitionKeyValue.Of(transaction.Container.Definition.KeyOf(body));
        if (key.Text != transaction.Key.Text)
        {
            throw new RefusalException(
                400, "PartitionKey extracted from document doesn't match the one specified in the header.", 1001);
        }
    }
}
