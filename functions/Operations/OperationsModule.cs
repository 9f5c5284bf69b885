using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Operations;

public static class OperationsModule
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddShopAccess();
        return services
            .AddSingleton(new DocumentContainer(ParkedMessages.Container, "kind"))
            .AddSingleton<Readiness>()
            .AddSingleton<DevelopmentTokens>()
            .AddSingleton<DeviceRegistry>()
            .AddSingleton<IIdSource, IdSource>();
    }
}
