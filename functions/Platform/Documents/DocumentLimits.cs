using System.Buffers;
using System.Text;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>The service's limits, kept by every engine so that what runs embedded also runs on Azure.</summary>
/// <remarks>Source: Azure Cosmos DB service quotas and default limits,
/// Microsoft Learn (concepts-limits), 2023-04.</remarks>
public static class DocumentLimits
{
    public const int OperationsPerBatch = 100;
    public const int BytesPerBatch = 2 * 1024 * 1024;

    /// <summary>The service takes ten steps; one is left for the mark of the write.</summary>
    public const int PatchesPerDocument = 9;
    public const int MaxPage = 1000;
    private const int MaxIdBytes = 1023;
    private const int MaxPartitionKeyBytes = 2048;

    /// <exception cref="DocumentLimitException">The batch breaks a limit.</exception>
    public static void Check(
        DocumentContainer container, string partitionKey, IReadOnlyList<DocumentOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(operations);
        if (operations.Count is 0 or > OperationsPerBatch)
        {
            throw new DocumentLimitException(
                $"A batch holds 1 to {OperationsPerBatch} operations, not {operations.Count}.");
        }

        if (!IsText(partitionKey, MaxPartitionKeyBytes))
        {
            throw new DocumentLimitException("A partition key holds 1 to 2,048 bytes of text.");
        }

        var bytes = 0;
        foreach (var operation in operations)
        {
            CheckId(operation.Id);
            if (operation.NewKind is { } kind)
            {
                CheckName(kind);
                CheckKindIsKey(container, partitionKey, kind);
            }

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

    /// <exception cref="DocumentLimitException">The query breaks a limit.</exception>
    public static void Check(DocumentQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckPage(query.Limit);
        if (query.Descending && query.PartitionKey is null)
        {
            throw new DocumentLimitException("Only a query in one partition gives the newest ids first.");
        }
    }

    public static void CheckPage(int limit)
    {
        if (limit is < 1 or > MaxPage)
        {
            throw new DocumentLimitException($"A page holds 1 to {MaxPage} documents, not {limit}.");
        }
    }

    /// <summary>Kinds and members have plain names: ASCII letters, digits and hyphens.</summary>
    public static void CheckName(string name)
    {
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new DocumentLimitException($"'{name}' is not the name of a kind or a member.");
        }
    }

    // A stored document has one member of a name: where kind is the key, both are one.
    private static void CheckKindIsKey(DocumentContainer container, string partitionKey, string kind)
    {
        if (container.PartitionKey == "kind" && partitionKey != kind)
        {
            throw new DocumentLimitException($"{container.Name} keeps a {kind} under that key, not under another.");
        }
    }

    private static void CheckId(string id)
    {
        if (!IsText(id, MaxIdBytes) || id.AsSpan().ContainsAny("/\\?#") || id.AsSpan().Trim().Length < id.Length)
        {
            throw new DocumentLimitException(
                "An id holds 1 to 1,023 bytes of text, none of / \\ ? #, and no blank at its ends.");
        }
    }

    // Half a surrogate pair would be stored as U+FFFD, and text after a NUL not be read back.
    private static bool IsText(string text, int maxBytes)
    {
        var bytes = 0;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done || Rune.IsControl(rune))
            {
                return false;
            }

            bytes += rune.Utf8SequenceLength;
            rest = rest[used..];
        }

        return bytes > 0 && bytes <= maxBytes;
    }
}
