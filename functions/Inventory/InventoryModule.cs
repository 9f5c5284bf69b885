using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Functions.Inventory.Desk;

namespace TwistedThreads.Functions.Inventory;

public static class InventoryModule
{
    public static IServiceCollection AddInventory(this IServiceCollection services) => services
        .AddSingleton(StockStore.Container)
        .AddSingleton<Locations>()
        .AddSingleton<IStockLedger, StockStore>()
        .AddSingleton<ReserveStockWorkflow>()
        .AddSingleton<StockAccounts>()
        .AddSingleton<IStockAccounts>(provider => provider.GetRequiredService<StockAccounts>())
        .AddSingleton<ApplyStockEventWorkflow>()
        .AddSingleton<ReverseStockEventWorkflow>()
        .AddSingleton<StockBooks>()
        .AddSingleton<OpeningStock>()
        .AddStockDesk();
}
