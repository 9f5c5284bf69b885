namespace TwistedThreads.Commerce.Forecasting;

/// <summary>How a run went.</summary>
/// <param name="Series">SKU and location pairs that got a forecast.</param>
public sealed record ForecastRun(int Skus, int Series);

/// <summary>Forecasts every SKU at every location from what it has sold. Safe to repeat:
/// a later run replaces an earlier.</summary>
public sealed class ForecastDemandWorkflow(IDemandPlans plans)
{
    /// <summary>Weeks ahead: the longest lead time and a review period.</summary>
    public const int HorizonWeeks = 8;

    private const int AtOnce = 16;

    public async Task<ForecastRun> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var skus = 0;
        var series = 0;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            plans.DemandAsync(today, cancellation),
            options,
            async (demand, stopping) =>
            {
                var forecasts = demand.Locations
                    .Select(history => Forecaster.For(history, HorizonWeeks))
                    .Where(forecast => !forecast.IsRefused)
                    .Select(forecast => forecast.Value)
                    .ToList();
                await plans.SaveAsync(new SkuForecast(demand.Sku, now, forecasts), stopping).ConfigureAwait(false);
                Interlocked.Increment(ref skus);
                Interlocked.Add(ref series, forecasts.Count);
            }).ConfigureAwait(false);
        return new ForecastRun(skus, series);
    }
}
