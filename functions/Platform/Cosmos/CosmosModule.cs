using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Identity;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Puts Cosmos DB behind the document port.</summary>
public static class CosmosModule
{
    private const string Connection = "Cosmos";

    /// <summary>Settings: <c>Cosmos__accountEndpoint</c> with the identity of the process, or <c>Cosmos</c>, a
    /// connection string with a key, for an emulator; <c>CosmosDatabase</c>; <c>CosmosPreferredRegions</c>, separated
    /// by commas, the own region first; <c>Cosmos__confirmWithinMs</c>, see <see cref="SecondRegion"/>.</summary>
    public static IServiceCollection AddCosmosDocuments(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new CosmosOptions
        {
            Database = configuration["CosmosDatabase"] ?? throw Missing("CosmosDatabase"),
            PreferredRegions = Listed(configuration["CosmosPreferredRegions"]),
            ConfirmWithin = TimeSpan.FromMilliseconds(configuration.GetValue("Cosmos:confirmWithinMs", 1000)),
        };
        return services
            .AddSingleton(provider => Connect(configuration, options, provider))
            .AddSingleton<CosmosDocuments>()
            .AddSingleton<SecondRegion>()
            .AddSingleton<IDocuments>(provider => provider.GetRequiredService<CosmosDocuments>());
    }

    /// <summary>Makes the containers of an emulator; on Azure does nothing.</summary>
    public static Task PrepareCosmosAsync(this IServiceProvider services, CancellationToken cancellation) =>
        HasKey(services.GetRequiredService<IConfiguration>()) && services.GetService<CosmosConnection>() is { } emulator
            ? CosmosSchema.EnsureAsync(emulator, services.GetServices<DocumentContainer>(), cancellation)
            : Task.CompletedTask;

    private static bool HasKey(IConfiguration configuration) => configuration["Cosmos"] is { Length: > 0 };

    private static CosmosConnection Connect(
        IConfiguration configuration, CosmosOptions options, IServiceProvider provider)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var log = provider.GetRequiredService<ILogger<CosmosConnection>>();
        if (HasKey(configuration))
        {
            return CosmosConnection.To(configuration["Cosmos"]!, options, clock, log);
        }

        var endpoint = configuration["Cosmos:accountEndpoint"] is { Length: > 0 } address
            ? new Uri(address)
            : throw Missing("Cosmos__accountEndpoint");
        return CosmosConnection.To(
            endpoint, AzureCredentials.For(configuration, Connection), options, clock, log);
    }

    private static string[] Listed(string? text) =>
        (text ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static InvalidOperationException Missing(string setting) =>
        new($"Setting {setting} has no value; the document service cannot be reached without it.");
}
