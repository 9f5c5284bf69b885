using TwistedThreads.Commerce.Inventory;

namespace TwistedThreads.Functions.Inventory;

public static class InventoryModule
{
    public static IServiceCollection AddInventory(this IServiceCollection services) => services
        .AddSingleton(StockStore.Container)
        .AddSingleton<Locations>()
        .AddSingleton<IStockLedger, StockStore>()
        .AddSingleton<ReserveStockWorkflow>()
        .AddSingleton<StockBooks>()
        .AddSingleton<OpeningStock>();
}
