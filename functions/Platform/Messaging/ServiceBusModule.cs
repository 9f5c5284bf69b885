using TwistedThreads.Functions.Platform.Identity;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Messaging;

public static class ServiceBusModule
{
    private const string Connection = "ServiceBus";

    /// <summary>Sends through the namespace of <c>ServiceBus__fullyQualifiedNamespace</c>.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing.</exception>
    public static IServiceCollection AddServiceBusSender(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var host = configuration["ServiceBus:fullyQualifiedNamespace"] is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException("Set ServiceBus__fullyQualifiedNamespace.");
        var credential = AzureCredentials.For(configuration, Connection);
        return services.AddSingleton<IMessageSender>(new MeteredSender(new ServiceBusSender(host, credential)));
    }
}
