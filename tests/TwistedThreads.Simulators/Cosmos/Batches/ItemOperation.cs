namespace TwistedThreads.Simulators.Cosmos.Batches;

/// <summary>What a request does to an item. Numbers are those of the SDK's batch rows.</summary>
internal enum ItemAction
{
    Create = 0,
    Patch = 1,
    Read = 2,
    Delete = 4,
    Replace = 5,
    Upsert = 20,
}

/// <summary>One operation on one item, alone or in a batch.</summary>
/// <param name="Id">From the address; null for create and upsert.</param>
/// <param name="Body">The item, or the patch.</param>
internal sealed record ItemOperation(ItemAction Action, string? Id, ReadOnlyMemory<byte> Body)
{
    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    /// <summary>The caller wants no body back.</summary>
    public bool IsMinimal { get; init; }

    public bool IsWrite => Action != ItemAction.Read;
}

/// <summary>What came of an operation.</summary>
/// <param name="Item">The version read or written; null where there is none.</param>
/// <param name="Charge">Request units.</param>
internal sealed record ItemOutcome(int Status, double Charge, Storage.Item? Item = null)
{
    public int SubStatus { get; init; }

    public string? Message { get; init; }

    public bool IsSuccess => Status is < 300 or 304;
}
