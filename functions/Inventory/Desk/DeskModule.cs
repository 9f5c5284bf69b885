using TwistedThreads.Commerce.Inventory.Desk;

namespace TwistedThreads.Functions.Inventory.Desk;

public static class DeskModule
{
    public static IServiceCollection AddStockDesk(this IServiceCollection services) => services
        .AddSingleton<DeskReading>()
        .AddSingleton<DeskClaims>()
        .AddSingleton<DeskPaperStore>()
        .AddSingleton<IDeskPapers>(provider => provider.GetRequiredService<DeskPaperStore>())
        .AddSingleton<ParcelStore>()
        .AddSingleton<SettlePaperWorkflow>()
        .AddSingleton<AdjustStockWorkflow>()
        .AddSingleton<PaperDesk>()
        .AddSingleton<PaperViews>()
        .AddSingleton<DeskTasks>()
        .AddSingleton<DiscrepancyBooks>()
        .AddSingleton<TillReading>()
        .AddSingleton<TillStore>();
}
