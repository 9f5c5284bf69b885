using System.Runtime.CompilerServices;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory;

/// <summary>How far a walk through the SKUs has come: it may be taken up there by another process.</summary>
/// <param name="Continuation">Of the page in which the next SKU begins; null for the first page.</param>
/// <param name="Last">The last SKU that is done; null at the beginning.</param>
public sealed record SkuPlace(string? Continuation, string? Last)
{
    public static SkuPlace Beginning { get; } = new(null, null);

    /// <summary>Reads what <see cref="ToText"/> wrote; the beginning for null.</summary>
    public static SkuPlace Parse(string? text) => text?.Split('\n', 2) is [var last, var continuation]
        ? new SkuPlace(continuation.Length == 0 ? null : continuation, last)
        : Beginning;

    public string ToText() => $"{Last}\n{Continuation}";
}

/// <summary>The documents of one SKU that a walk met, and the place after them.</summary>
public sealed record SkuRows(Sku Sku, IReadOnlyList<Document> Rows, SkuPlace Place);

/// <summary>Walks through the stock books SKU by SKU, in their order.</summary>
public static class SkuWalk
{
    /// <summary>Buckets of drops are partitions of their own and no SKU: they are passed by.</summary>
    /// <param name="documents">Where the books are.</param>
    /// <param name="query">Over all partitions; its pages may be of different moments.</param>
    /// <param name="from">Where an earlier walk of the same query ended.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public static async IAsyncEnumerable<SkuRows> WalkAsync(
        this IDocuments documents, DocumentQuery query, SkuPlace from,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(from);
        var rows = new List<Document>();
        var page = await documents.QueryAsync(query with { Continuation = from.Continuation }, cancellation);
        for (var continuation = from.Continuation; ;)
        {
            foreach (var row in page.Items.Where(row => string.CompareOrdinal(row.PartitionKey, from.Last) > 0))
            {
                if (rows.Count > 0 && rows[0].PartitionKey != row.PartitionKey)
                {
                    if (Sku.TryParse(rows[0].PartitionKey, out var sku))
                    {
                        yield return new SkuRows(sku, rows, new SkuPlace(continuation, sku.Value));
                    }

                    rows = [];
                }

                rows.Add(row);
            }

            if (page.Continuation is null)
            {
                break;
            }

            continuation = page.Continuation;
            page = await documents.QueryAsync(query with { Continuation = continuation }, cancellation);
        }

        if (rows.Count > 0 && Sku.TryParse(rows[0].PartitionKey, out var last))
        {
            yield return new SkuRows(last, rows, new SkuPlace(null, last.Value));
        }
    }
}
