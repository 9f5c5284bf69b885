using TwistedThreads.Functions.Platform.Identity;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Messaging;

public static class ServiceBusModule
{
    /// <summary>Sends through the namespace of <c>ServiceBus__fullyQualifiedNamespace</c>.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing.</exception>
    public static IServiceCollection AddServiceBusSender(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var connection = configuration.GetSection("ServiceBus");
        var host = connection["fullyQualifiedNamespace"] is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException("Set ServiceBus__fullyQualifiedNamespace.");
        var credential = AzureCredentials.For(configuration, connection.Key);
        return services.AddSingleton<IMessageSender>(new MeteredSender(new ServiceBusSender(host, credential)));
    }
}
