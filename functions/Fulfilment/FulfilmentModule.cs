using TwistedThreads.Commerce.Fulfilment;

namespace TwistedThreads.Functions.Fulfilment;

public static class FulfilmentModule
{
    public static IServiceCollection AddFulfilment(this IServiceCollection services) => services
        .AddSingleton(ShipmentStore.Container)
        .AddSingleton<ShipmentStore>()
        .AddSingleton<IShipments>(provider => provider.GetRequiredService<ShipmentStore>())
        .AddSingleton<AllocateOrderWorkflow>()
        .AddSingleton<ApplyScanWorkflow>()
        .AddSingleton<AdvanceOrderWorkflow>();
}
