using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Forecasting;

/// <summary>Forecasts the demand of one SKU at one location from its own history.</summary>
/// <remarks>The same history always gives the same forecast.</remarks>
public static class Forecaster
{
    /// <summary>One season: beyond it the seasonal naive method only repeats itself.</summary>
    public const int MaxHorizonWeeks = SeasonalNaive.SeasonWeeks;

    /// <summary>A season and the four weeks of one backtest: the season is used once it can be checked at least once.
    /// </summary>
    public const int MinSeasonalWeeks = SeasonalNaive.SeasonWeeks + 4;

    /// <param name="demand">What is known when the forecast is issued: bring it up to date with
    /// <see cref="WeeklyDemand.AsKnownAt"/>.</param>
    /// <param name="horizonWeeks">From 1 to <see cref="MaxHorizonWeeks"/>.</param>
    /// <param name="options">How the method is tried on the past; the default ones unless told.</param>
    /// <returns>The forecast, or <see cref="ForecastRefusal.NoHistory"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A horizon outside its bounds.</exception>
    public static Result<DemandForecast> For(WeeklyDemand demand, int horizonWeeks, BacktestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(demand);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizonWeeks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizonWeeks, MaxHorizonWeeks);

        var weeks = demand.Units.Length;
        if (weeks == 0)
        {
            return new ForecastRefusal.NoHistory(demand.Sku, demand.Location);
        }

        var method = MethodFor(weeks);
        var expected = new double[horizonWeeks];
        method.Forecast(demand.Units.AsSpan(), expected);
        var error = Backtest.Of(demand, method, options ?? BacktestOptions.Default);
        return new DemandForecast(demand.Sku, demand.Location, demand.NextWeek, expected, method.Name, weeks, error);
    }

    /// <summary>The seasonal naive method from <see cref="MinSeasonalWeeks"/> on; before that the mean of the
    /// latest weeks, 13 at most, because a shorter history cannot show a season.</summary>
    /// <param name="historyWeeks">Weeks known; at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">No week at all.</exception>
    public static ForecastMethod MethodFor(int historyWeeks) => historyWeeks >= MinSeasonalWeeks
        ? SeasonalNaive.Yearly
        : RecentMean.Of(Math.Min(historyWeeks, RecentMean.MaxWeeks));
}
