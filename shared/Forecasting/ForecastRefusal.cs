using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Forecasting;

public abstract record ForecastRefusal(RefusalKind Kind, string Code, string Detail) : Refusal(Kind, Code, Detail)
{
    /// <summary>Nothing has been observed yet. A forecast of zero would be a claim, and would stock nothing.</summary>
    public sealed record NoHistory(Sku Sku, LocationId Location) : ForecastRefusal(
        RefusalKind.Conflict,
        "forecast.no-history",
        $"There is not one week of demand for {Sku} at {Location} to forecast from.");
}
