using System.Text;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>The service's limits, kept by every engine so that what runs embedded also runs on Azure.</summary>
/// <remarks>Source: Azure Cosmos DB service quotas and default limits, Microsoft Learn (concepts-limits), 2023-04.</remarks>
public static class DocumentLimits
{
    public const int OperationsPerBatch = 100;
    public const int BytesPerBatch = 2 * 1024 * 1024;
    public const int PatchesPerDocument = 10;
    public const int MaxPage = 1000;
    private const int MaxIdBytes = 1023;
    private const int MaxPartitionKeyBytes = 2048;

    /// <exception cref="DocumentLimitException">The batch breaks a limit.</exception>
    public static void Check(string partitionKey, IReadOnlyList<DocumentOperation> operations)
    {
        if (operations.Count is 0 or > OperationsPerBatch)
        {
            throw new DocumentLimitException(
                $"A batch holds 1 to {OperationsPerBatch} operations, not {operations.Count}.");
        }

        if (Encoding.UTF8.GetByteCount(partitionKey) is 0 or > MaxPartitionKeyBytes)
        {
            throw new DocumentLimitException("A partition key holds 1 to 2,048 bytes.");
        }

        var bytes = 0;
        foreach (var operation in operations)
        {
            CheckId(operation.Id);
            bytes += operation.Bytes;
            if (operation is DocumentOperation.Patch { Increments.Count: 0 or > PatchesPerDocument })
            {
                throw new DocumentLimitException($"A patch changes 1 to {PatchesPerDocument} members.");
            }
        }

        if (bytes > BytesPerBatch)
        {
            throw new DocumentLimitException($"A batch holds {BytesPerBatch} bytes at most, not {bytes}.");
        }
    }

    public static void CheckPage(int limit)
    {
        if (limit is < 1 or > MaxPage)
        {
            throw new DocumentLimitException($"A page holds 1 to {MaxPage} documents, not {limit}.");
        }
    }

    private static void CheckId(string id)
    {
        if (id.Length == 0 || Encoding.UTF8.GetByteCount(id) > MaxIdBytes || id.AsSpan().ContainsAny("/\\?#"))
        {
            throw new DocumentLimitException("An id holds 1 to 1,023 bytes and none of / \\ ? #.");
        }
    }
}
