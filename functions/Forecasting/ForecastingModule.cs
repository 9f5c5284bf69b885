using TwistedThreads.Commerce.Forecasting;

namespace TwistedThreads.Functions.Forecasting;

public static class ForecastingModule
{
    public static IServiceCollection AddForecasting(this IServiceCollection services) => services
        .AddSingleton(DemandStore.Demand)
        .AddSingleton(DemandStore.Plans)
        .AddSingleton<DemandStore>()
        .AddSingleton<IDemandPlans>(provider => provider.GetRequiredService<DemandStore>())
        .AddSingleton<ForecastDemandWorkflow>();
}
