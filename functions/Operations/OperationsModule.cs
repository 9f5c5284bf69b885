using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Identity;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Operations;

public static class OperationsModule
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddShopAccess();
        return services
            .AddSingleton(new DocumentContainer(ParkedMessages.Container, "kind"))
            .AddSingleton<DeviceRegistry>()
            .AddSingleton<DeviceEnrolment>()
            .AddSingleton<DevicePace>()
            .AddSingleton<DeviceSightings>()
            .AddHostedService(provider => provider.GetRequiredService<DeviceSightings>())
            .AddSingleton<IIdSource, IdSource>();
    }

    /// <summary>Clock and sign-in of the embedded home.</summary>
    public static IServiceCollection AddDevelopmentAid(this IServiceCollection services) => services
        .AddSingleton<ShopClock>()
        .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<ShopClock>())
        .AddSingleton<DevelopmentTokens>()
        .AddSingleton<ISignIn, DevelopmentSignIn>();
}
