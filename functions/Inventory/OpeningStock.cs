using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Takes stock on the books: pieces that were counted when a location joined.</summary>
public sealed class OpeningStock(IDocuments documents, IIdSource ids, TimeProvider clock)
{
    // What lay there first was there before anything that is told of the shelf, whenever that happened.
    private static readonly DateTimeOffset Beginning = DateTimeOffset.UnixEpoch;

    /// <summary>One counted level.</summary>
    public sealed record Counted(LocationId Location, int Pieces, int Safety);

    /// <summary>Opens the levels of a SKU that has none. Safe to repeat: levels that exist stay as they are.</summary>
    public Task<BatchOutcome> OpenAsync(Sku sku, IReadOnlyList<Counted> levels, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var operations = new List<DocumentOperation>();
        foreach (var counted in levels)
        {
            var level = (StockLevel.Empty(counted.Location) with { Free = counted.Pieces }).Keeping(counted.Safety);
            operations.Add(DocumentOperation.New(
                StockStore.LevelId(counted.Location), StockStore.LevelKind, level));
            if (counted.Pieces > 0)
            {
                var movement = new Movement(
                    Movement.IdOf(now, $"opening.{counted.Location}"), counted.Location, StockState.Outside,
                    StockState.Free, counted.Pieces, "opening", "import", "import", now)
                {
                    OccurredAt = Beginning,
                };
                operations.Add(DocumentOperation.New(movement.Id, StockStore.MovementKind, movement));
            }
        }

        return documents.CommitAsync(StockStore.Container.Name, sku.Value, operations, cancellation);
    }

    /// <summary>Brings the pieces on hand at one location to a count, by a movement that says so.</summary>
    /// <returns>False when more pieces are held for orders than the count leaves.</returns>
    public async Task<bool> SetOnHandAsync(
        Sku sku, LocationId location, int onHand, IReadOnlyList<StockLevel> levels, CancellationToken cancellation)
    {
        var level = levels.FirstOrDefault(level => level.Location == location);
        if (level is null)
        {
            return (await OpenAsync(sku, [new Counted(location, onHand, 0)], cancellation)).IsCommitted;
        }

        var change = onHand - level.OnHand;
        if (change == 0)
        {
            return true;
        }

        var now = clock.GetUtcNow();
        var movement = new Movement(
            Movement.IdOf(now, ids.New("adj_")), location,
            change > 0 ? StockState.Outside : StockState.Free, change > 0 ? StockState.Free : StockState.Outside,
            Math.Abs(change), "adjust", "development", "development", now)
        {
            OccurredAt = Beginning,
        };
        var outcome = await documents.CommitAsync(
            StockStore.Container.Name, sku.Value, [.. StockStore.Booking([movement], null)], cancellation);
        return outcome.IsCommitted;
    }
}
