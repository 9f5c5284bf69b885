using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Functions.Inventory.Desk;
using TwistedThreads.Functions.Inventory.Drops;
using TwistedThreads.Functions.Inventory.Proof;

namespace TwistedThreads.Functions.Inventory;

public static class InventoryModule
{
    public static IServiceCollection AddInventory(this IServiceCollection services) => services
        .AddSingleton(StockStore.Container)
        .AddSingleton<Locations>()
        .AddSingleton<IStockLedger, StockStore>()
        .AddSingleton<ReserveStockWorkflow>()
        .AddSingleton<BucketStore>()
        .AddSingleton<IDropBuckets>(provider => provider.GetRequiredService<BucketStore>())
        .AddSingleton<MovePermitsWorkflow>()
        .AddSingleton<PermitCounts>()
        .AddSingleton<ReserveFromDropWorkflow>()
        .AddSingleton<ClaimHoldWorkflow>()
        .AddSingleton<TendDropWorkflow>()
        .AddSingleton<StockAccounts>()
        .AddSingleton<IStockAccounts>(provider => provider.GetRequiredService<StockAccounts>())
        .AddSingleton<LotBlocks>()
        .AddSingleton<ILots>(provider => provider.GetRequiredService<LotBlocks>())
        .AddSingleton<ApplyStockEventWorkflow>()
        .AddSingleton<ReverseStockEventWorkflow>()
        .AddSingleton<SettleShelfWorkflow>()
        .AddSingleton<StockBooks>()
        .AddSingleton<StockLevels>()
        .AddSingleton<StockProving>()
        .AddSingleton<IStockBooks>(provider => provider.GetRequiredService<StockProving>())
        .AddSingleton<ProofRuns>()
        .AddSingleton<StockPolicies>()
        .AddSingleton<DeskHolds>()
        .AddSingleton<ReservationDesk>()
        .AddSingleton<StockMeter>()
        .AddSingleton<RepairStockWorkflow>()
        .AddSingleton<OpeningStock>()
        .AddStockDesk();
}
