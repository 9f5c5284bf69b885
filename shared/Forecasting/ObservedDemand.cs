using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Forecasting;

/// <summary>Reads demand out of the stock journal: what was reserved for orders, less what was given back.</summary>
public static class ObservedDemand
{
    /// <summary>Continues a history with the whole weeks that have passed since.</summary>
    /// <param name="history">Up to some week.</param>
    /// <param name="movements">The SKU's journal, of all locations.</param>
    /// <param name="today">UTC; its own week is not over and not counted.</param>
    public static WeeklyDemand Continue(WeeklyDemand history, IEnumerable<Movement> movements, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(history);
        var thisWeek = WeeklyDemand.WeekOf(today);
        var weeks = movements
            .Where(movement => movement.Location == history.Location)
            .Select(movement => (Week: WeekOf(movement), Pieces: Demanded(movement)))
            .Where(entry => entry.Pieces != 0 && entry.Week >= history.NextWeek && entry.Week < thisWeek)
            .GroupBy(entry => entry.Week)
            .OrderBy(week => week.Key);
        var continued = weeks.Aggregate(
            history, (known, week) => known.Append(week.Key, Math.Max(0, week.Sum(entry => entry.Pieces))));
        return continued.NextWeek < thisWeek ? continued.AsKnownAt(thisWeek) : continued;
    }

    private static DateOnly WeekOf(Movement movement) =>
        WeeklyDemand.WeekOf(DateOnly.FromDateTime(movement.At.UtcDateTime));

    private static int Demanded(Movement movement) => (movement.From, movement.To) switch
    {
        (StockState.Free, StockState.Reserved) => movement.Quantity,
        (StockState.Reserved, StockState.Free) => -movement.Quantity,

        // What buckets held is known to the journal once an order has claimed it.
        (StockState.Escrow, StockState.Allocated) => movement.Quantity,
        _ => 0,
    };
}

/// <summary>The demand of one SKU at all its locations.</summary>
public sealed record SkuDemand(Sku Sku, IReadOnlyList<WeeklyDemand> Locations);

/// <summary>What planners are told of one SKU.</summary>
/// <param name="IssuedAt">UTC.</param>
public sealed record SkuForecast(Sku Sku, DateTimeOffset IssuedAt, IReadOnlyList<DemandForecast> Locations);

/// <summary>Demand histories and what is forecast from them.</summary>
public interface IDemandPlans
{
    /// <summary>All histories, continued from the stock journal up to last week.</summary>
    IAsyncEnumerable<SkuDemand> DemandAsync(DateOnly today, CancellationToken cancellation);

    Task SaveAsync(SkuForecast forecast, CancellationToken cancellation);

    Task<SkuForecast?> FindAsync(Sku sku, CancellationToken cancellation);
}
