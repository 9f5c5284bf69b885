using TwistedThreads.Functions.Platform.Identity;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Messaging;

public static class ServiceBusModule
{
    private static readonly TimeSpan PatienceWithOwn = TimeSpan.FromSeconds(8);

    /// <summary>Sends through the namespace of <c>ServiceBus__fullyQualifiedNamespace</c>, and while that is in trouble
    /// through <c>ServiceBus__secondNamespace</c>, if there is one.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing.</exception>
    public static IServiceCollection AddServiceBusSender(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var connection = configuration.GetSection("ServiceBus");
        var host = connection["fullyQualifiedNamespace"] is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException("Set ServiceBus__fullyQualifiedNamespace.");
        var credential = AzureCredentials.For(configuration, connection.Key);
        if (connection["secondNamespace"] is not { Length: > 0 } second)
        {
            return services.AddSingleton<IMessageSender>(new MeteredSender(new ServiceBusSender(host, credential)));
        }

        var hurried = new ServiceBusSenderOptions { Deadline = PatienceWithOwn };
        return services.AddSingleton<IMessageSender>(provider => new MeteredSender(new SecondBus(
            new ServiceBusSender(host, credential, hurried),
            new ServiceBusSender(second, credential),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SecondBus>>())));
    }
}
