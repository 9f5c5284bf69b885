using TwistedThreads.Commerce.Forecasting;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Forecasting;

/// <summary>Demand histories and forecasts over the document port; a SKU is a partition in both containers.</summary>
public sealed class DemandStore(IDocuments documents) : IDemandPlans
{
    private const string HistoryId = "history";
    private const string ForecastId = "forecast";
    private const int PageSize = 200;
    private const int JournalPage = 1000;

    public static DocumentContainer Demand { get; } = new("demand", "sku") { IsConfirmed = false };

    public static DocumentContainer Plans { get; } = new("plans", "sku") { IsConfirmed = false };

    /// <summary>Stores the weekly sales that were known before this program; what was stored before stays.</summary>
    public Task ImportAsync(SkuDemand demand, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(demand);
        var history = new History([.. demand.Locations.Select(series =>
            new Series(series.Location, series.FirstWeek, [.. series.Units]))]);
        return documents.CommitAsync(
            Demand.Name, demand.Sku.Value, [DocumentOperation.New(HistoryId, HistoryId, history)], cancellation);
    }

    public async IAsyncEnumerable<SkuDemand> DemandAsync(
        DateOnly today,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var histories = new DocumentQuery(Demand.Name) { Kind = HistoryId, Limit = PageSize };
        await foreach (var document in documents.QueryAllAsync(histories, cancellation))
        {
            var sku = Sku.Parse(document.PartitionKey);
            var journal = await JournalAsync(sku, cancellation);
            yield return new SkuDemand(
                sku,
                [
                    .. document.As<History>().Locations.Select(series => ObservedDemand.Continue(
                        WeeklyDemand.Of(sku, series.Location, series.FirstWeek, series.Units), journal, today)),
                ]);
        }
    }

    public Task SaveAsync(SkuForecast forecast, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        return documents.CommitAsync(
            Plans.Name, forecast.Sku.Value, [DocumentOperation.Put(ForecastId, ForecastId, forecast)], cancellation);
    }

    public async Task<SkuForecast?> FindAsync(Sku sku, CancellationToken cancellation) =>
        (await documents.ReadAsync(Plans.Name, sku.Value, ForecastId, cancellation))?.As<SkuForecast>();

    private async Task<IReadOnlyList<Movement>> JournalAsync(Sku sku, CancellationToken cancellation)
    {
        var movements = new List<Movement>();
        var query = new DocumentQuery(StockStore.Container.Name)
        {
            PartitionKey = sku.Value,
            Kind = StockStore.MovementKind,
            Limit = JournalPage,
        };
        await foreach (var document in documents.QueryAllAsync(query, cancellation))
        {
            movements.Add(document.As<Movement>());
        }

        return movements;
    }

    private sealed record History(IReadOnlyList<Series> Locations);

    private sealed record Series(LocationId Location, DateOnly FirstWeek, int[] Units);
}
