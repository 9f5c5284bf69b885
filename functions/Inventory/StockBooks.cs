using System.Runtime.CompilerServices;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory.Desk;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Reads whole books: the journal of one SKU, all that is kept of it, and one SKU after the other.</summary>
public sealed class StockBooks(IDocuments documents)
{
    private const int PagesAtOnce = 50;

    private static readonly DocumentQuery Everything =
        new(StockStore.Container.Name) { Limit = DocumentLimits.MaxPage };

    /// <summary>A page of the journal of one SKU. It may be short of its limit and still go on: a filter that fits
    /// little is looked for a part at a time.</summary>
    public async Task<(IReadOnlyList<Movement> Items, string? Continuation)> MovementsAsync(
        Sku sku, MovementFilter filter, int limit, string? continuation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var items = new List<Movement>();
        for (var pages = 0; pages < PagesAtOnce; pages++)
        {
            // No more than is still wanted, so that the next page begins where this one ends.
            var page = await documents.QueryAsync(
                new DocumentQuery(StockStore.Container.Name)
                {
                    PartitionKey = sku.Value,
                    Kind = StockStore.MovementKind,
                    Descending = filter.IsNewestFirst,
                    Limit = limit - items.Count,
                    Continuation = continuation,
                },
                cancellation);
            var found = page.Items.Select(document => document.As<Movement>()).ToList();
            items.AddRange(found.Where(filter.Fits));
            continuation = found.Exists(filter.IsPast) ? null : page.Continuation;
            if (continuation is null || items.Count == limit)
            {
                break;
            }
        }

        return (items, continuation);
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

    /// <summary>The books of all SKUs after a place, in their order, each with the place after it.</summary>
    public async IAsyncEnumerable<(SkuBook Book, SkuPlace Place)> WalkAsync(
        SkuPlace from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var (sku, rows, place) in documents.WalkAsync(Everything, from, cancellation))
        {
            yield return (BookOf(sku, rows), place);
        }
    }

    private static SkuBook BookOf(Sku sku, IReadOnlyList<Document> rows) => new(
        sku,
        [.. Of<StockLevel>(rows, StockStore.LevelKind)],
        [.. Of<Movement>(rows, StockStore.MovementKind)],
        [.. Of<Reservation>(rows, StockStore.ReservationKind)])
    {
        DeskHolds = [.. Of<DeskHold>(rows, DeskHolds.Kind)],
        Papers = [.. rows.Select(StockAccounts.PaperOf).OfType<StockPaper>()],
    };

    private static IEnumerable<T> Of<T>(IEnumerable<Document> rows, string kind) =>
        rows.Where(row => row.Kind == kind).Select(row => row.As<T>());
}
