using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Reads the levels of many SKUs, a page at a time.</summary>
public sealed class StockLevels(IDocuments documents)
{
    private const int SkusAtOnce = 5_000;
    private const int RowsAtOnce = 500;

    /// <param name="filter">Which SKUs.</param>
    /// <param name="limit">SKUs at most.</param>
    /// <param name="place">From an earlier page; null for the first.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The SKUs, and the place of the next page; null when this is the last.</returns>
    public async Task<(IReadOnlyList<StockView> Items, string? Next)> ListAsync(
        StockFilter filter, int limit, string? place, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = new DocumentQuery(StockStore.Container.Name)
        {
            Kind = StockStore.LevelKind,
            Limit = RowsAtOnce,
        };
        var items = new List<StockView>();
        var seen = 0;
        var at = SkuPlace.Parse(place);
        await foreach (var (sku, rows, next) in documents.WalkAsync(query, at, cancellation))
        {
            if (items.Count == limit || seen == SkusAtOnce)
            {
                return (items, at.ToText());
            }

            seen++;
            at = next;
            if (!filter.Fits(sku.Value))
            {
                continue;
            }

            var levels = rows.Select(row => row.As<StockLevel>())
                .Where(level => filter.Location is null || level.Location == filter.Location).ToList();
            if (filter.Fits(levels))
            {
                items.Add(StockView.Of(sku, levels));
            }
        }

        return (items, null);
    }
}
