using System.Runtime.CompilerServices;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory;

/// <summary>How far a walk through all books has come: it may be taken up there by another process.</summary>
/// <param name="Continuation">Of the page in which the next SKU begins; null for the first page.</param>
/// <param name="Last">The last SKU that is done; null at the beginning.</param>
public sealed record BookPlace(string? Continuation, string? Last)
{
    public static BookPlace Beginning { get; } = new(null, null);
}

/// <summary>Reads whole books: the journal of one SKU, all that is kept of it, and one SKU after the other.</summary>
public sealed class StockBooks(IDocuments documents)
{
    private static readonly DocumentQuery Everything =
        new(StockStore.Container.Name) { Limit = DocumentLimits.MaxPage };

    public async Task<(IReadOnlyList<Movement> Items, string? Continuation)> MovementsAsync(
        Sku sku, int limit, string? continuation, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(StockStore.Container.Name)
            {
                PartitionKey = sku.Value,
                Kind = StockStore.MovementKind,
                Limit = limit,
                Continuation = continuation,
            },
            cancellation);
        return ([.. page.Items.Select(document => document.As<Movement>())], page.Continuation);
    }

    /// <summary>All that the books say of one SKU; its pages may be of different moments.</summary>
    public async Task<SkuBook> ReadAsync(Sku sku, CancellationToken cancellation)
    {
        var rows = new List<Document>();
        await foreach (var row in documents.QueryAllAsync(Everything with { PartitionKey = sku.Value }, cancellation))
        {
            rows.Add(row);
        }

        return BookOf(sku, rows);
    }

    /// <summary>The books of all SKUs after a place, in their order, each with the place after it. Buckets of drops are
    /// partitions of their own, and no SKU.</summary>
    public async IAsyncEnumerable<(SkuBook Book, BookPlace Place)> WalkAsync(
        BookPlace from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(from);
        var rows = new List<Document>();
        var continuation = from.Continuation;
        string? next;
        do
        {
            var page = await documents.QueryAsync(Everything with { Continuation = continuation }, cancellation);
            foreach (var row in page.Items.Where(row => string.CompareOrdinal(row.PartitionKey, from.Last) > 0))
            {
                if (rows.Count > 0 && rows[0].PartitionKey != row.PartitionKey)
                {
                    if (Sku.TryParse(rows[0].PartitionKey, out var sku))
                    {
                        yield return (BookOf(sku, rows), new BookPlace(continuation, sku.Value));
                    }

                    rows.Clear();
                }

                rows.Add(row);
            }

            next = page.Continuation;
            continuation = next;
        }
        while (next is not null);

        if (rows.Count > 0 && Sku.TryParse(rows[0].PartitionKey, out var last))
        {
            yield return (BookOf(last, rows), new BookPlace(null, last.Value));
        }
    }

    private static SkuBook BookOf(Sku sku, List<Document> rows) => new(
        sku,
        [.. Of<StockLevel>(rows, StockStore.LevelKind)],
        [.. Of<Movement>(rows, StockStore.MovementKind)],
        [.. Of<Reservation>(rows, StockStore.ReservationKind)])
    {
        Papers = [.. rows.Select(StockAccounts.PaperOf).OfType<StockPaper>()],
    };

    private static IEnumerable<T> Of<T>(IEnumerable<Document> rows, string kind) =>
        rows.Where(row => row.Kind == kind).Select(row => row.As<T>());
}
