using TwistedThreads.Commerce.Forecasting;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Forecasting;

/// <summary>Forecasts demand every night, for every SKU at every location.</summary>
public sealed partial class ForecastDemand(
    ForecastDemandWorkflow workflow, TimeProvider clock, ILogger<ForecastDemand> log)
{
    [Function(nameof(ForecastDemand))]
    public async Task RunAsync(
        [TimerTrigger("%ForecastDemandSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        var run = await workflow.RunAsync(clock.GetUtcNow(), cancellation);
        LogRun(run.Skus, run.Series, timer.IsPastDue);
    }

    [LoggerMessage(LogLevel.Information, "Forecast {Skus} SKUs in {Series} series; late: {Late}")]
    private partial void LogRun(int skus, int series, bool late);
}
