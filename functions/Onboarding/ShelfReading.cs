using System.Collections.Concurrent;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Reads what the ledger has on the shelves of one location, as it is and as it was.</summary>
public sealed class ShelfReading(IDocuments documents, Storefront storefront)
{
    private const int AtOnce = 8;
    private static readonly string Container = StockStore.Container.Name;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Whether the ledger ever had anything there.</summary>
    public async Task<bool> HasStockAsync(LocationId location, CancellationToken cancellation)
    {
        foreach (var sku in AllSkus)
        {
            if (await LevelAsync(sku, location, cancellation) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>The present level of every article that has one at the location.</returns>
    public async Task<IReadOnlyDictionary<Sku, StockLevel>> LevelsAsync(
        LocationId location, CancellationToken cancellation)
    {
        var levels = new ConcurrentDictionary<Sku, StockLevel>();
        await Parallel.ForEachAsync(AllSkus, Options(cancellation), async (sku, stop) =>
        {
            if (await LevelAsync(sku, location, stop) is { } level)
            {
                levels[sku] = level;
            }
        });
        return levels;
    }

    /// <returns>The shelf of every article at a time, and what moved there in the day before it.</returns>
    public async Task<IReadOnlyDictionary<Sku, LedgerShelf>> ReadAsync(
        LocationId location, DateTimeOffset at, CancellationToken cancellation)
    {
        var levels = await LevelsAsync(location, cancellation);
        var since = (await SinceAsync(location, at - Day, cancellation))
            .ToLookup(movement => movement.Sku, movement => movement.Movement);
        return levels.ToDictionary(
            level => level.Key,
            level => new LedgerShelf(
                true,
                level.Value.OnHand - since[level.Key].Where(move => move.OccurredAt > at).Sum(move => move.ShelfChange),
                [.. since[level.Key].Where(move => move.OccurredAt <= at)]));
    }

    /// <summary>As many reads at a time as any store bears.</summary>
    public static ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };

    private IEnumerable<Sku> AllSkus =>
        storefront.Catalogue.Products.SelectMany(product => product.Variants).Select(variant => variant.Sku);

    private async Task<StockLevel?> LevelAsync(Sku sku, LocationId location, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container, sku.Value, StockStore.LevelId(location), cancellation))?.As<StockLevel>();

    private async Task<IReadOnlyList<(Sku Sku, Movement Movement)>> SinceAsync(
        LocationId location, DateTimeOffset since, CancellationToken cancellation)
    {
        var found = new List<(Sku, Movement)>();
        var query = new DocumentQuery(Container)
        {
            Kind = StockStore.MovementKind,
            Where = FieldFilter.Since("occurredAt", since),
            Limit = DocumentLimits.MaxPage,
        };
        await foreach (var document in documents.QueryAllAsync(query, cancellation))
        {
            var movement = document.As<Movement>();
            if (movement.Location == location && movement.ShelfChange != 0)
            {
                found.Add((Sku.Parse(document.PartitionKey), movement));
            }
        }

        return found;
    }
}
