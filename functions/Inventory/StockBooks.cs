using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory.Drops;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory;

/// <summary>What the proof of all books found.</summary>
public sealed record StockProofReport(int Skus, long Movements, IReadOnlyList<StockFinding> Findings);

/// <summary>Reads the stock books for people: the journal, and the proof over everything.</summary>
public sealed class StockBooks(IDocuments documents)
{
    private const int PageSize = 1000;

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

    /// <summary>Recomputes every level. A SKU that seems wrong is read once more in one go: while the shop works, its
    /// pages may be of different moments.</summary>
    public async Task<StockProofReport> ProveAsync(CancellationToken cancellation)
    {
        var findings = new List<StockFinding>();
        var skus = 0;
        long movements = 0;
        await foreach (var book in AllAsync(cancellation))
        {
            skus++;
            movements += book.Movements.Count;
            if (StockProof.Check(book).Count > 0)
            {
                findings.AddRange(await CheckAgainAsync(book.Sku, cancellation));
            }
        }

        return new StockProofReport(skus, movements, findings);
    }

    private async Task<IReadOnlyList<StockFinding>> CheckAgainAsync(Sku sku, CancellationToken cancellation)
    {
        const int Attempts = 5;
        IReadOnlyList<StockFinding> findings = [];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var rows = new List<Document>();
            await foreach (var row in RowsAsync(sku.Value, cancellation))
            {
                rows.Add(row);
            }

            findings = StockProof.Check(await WithBucketsAsync(BookOf(sku.Value, rows), cancellation));
            if (findings.Count == 0)
            {
                return findings;
            }
        }

        return findings;
    }

    private async IAsyncEnumerable<SkuBook> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = new List<Document>();
        await foreach (var row in RowsAsync(null, cancellation))
        {
            if (rows.Count > 0 && rows[0].PartitionKey != row.PartitionKey)
            {
                yield return await WithBucketsAsync(BookOf(rows[0].PartitionKey, rows), cancellation);
                rows.Clear();
            }

            // Buckets are read with the SKU that they belong to.
            if (!BucketId.TryParse(row.PartitionKey, out _))
            {
                rows.Add(row);
            }
        }

        if (rows.Count > 0)
        {
            yield return await WithBucketsAsync(BookOf(rows[0].PartitionKey, rows), cancellation);
        }
    }

    private async Task<SkuBook> WithBucketsAsync(SkuBook book, CancellationToken cancellation)
    {
        if (DropMark.Among(book.Levels) is not { } mark)
        {
            return book;
        }

        var rows = new List<Document>();
        for (var number = 0; number < mark.Buckets; number++)
        {
            await foreach (var row in RowsAsync(mark.Bucket(book.Sku, number).Value, cancellation))
            {
                rows.Add(row);
            }
        }

        return book with
        {
            Buckets = [.. rows.Where(row => row.Kind == BucketStore.BucketKind).Select(BucketStore.BucketOf)],
            BucketHolds = [.. Of<Reservation>(rows, StockStore.ReservationKind)],
        };
    }

    private IAsyncEnumerable<Document> RowsAsync(string? sku, CancellationToken cancellation) =>
        documents.QueryAllAsync(
            new DocumentQuery(StockStore.Container.Name) { PartitionKey = sku, Limit = PageSize }, cancellation);

    private static SkuBook BookOf(string sku, List<Document> rows) => new(
        Sku.Parse(sku),
        [.. Of<StockLevel>(rows, StockStore.LevelKind)],
        [.. Of<Movement>(rows, StockStore.MovementKind)],
        [.. Of<Reservation>(rows, StockStore.ReservationKind)])
    {
        Papers = [.. rows.Select(StockAccounts.PaperOf).OfType<StockPaper>()],
    };

    private static IEnumerable<T> Of<T>(IEnumerable<Document> rows, string kind) =>
        rows.Where(row => row.Kind == kind).Select(row => row.As<T>());
}
