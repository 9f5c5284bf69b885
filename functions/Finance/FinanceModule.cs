using TwistedThreads.Commerce.Finance;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Finance;

public static class FinanceModule
{
    private const string SheetFile = "price-sheet.json";

    public static IServiceCollection AddFinance(this IServiceCollection services) => services
        .AddSingleton(UsageRecorder.Container)
        .AddSingleton(_ => ShopJson.Deserialize<PriceSheet>(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Finance", SheetFile))))
        .AddSingleton<UsageLedger>()
        .AddSingleton<UsageRecorder>()
        .AddHostedService(provider => provider.GetRequiredService<UsageRecorder>());
}
