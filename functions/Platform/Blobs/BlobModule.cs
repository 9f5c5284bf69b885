using Azure.Storage.Blobs;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Identity;

namespace TwistedThreads.Functions.Platform.Blobs;

public static class BlobModule
{
    /// <summary>Keeps blobs below the data folder.</summary>
    public static IServiceCollection AddFolderBlobs(this IServiceCollection services, string folder) => services
        .AddSingleton(provider => new FolderBlobs(
            Path.Combine(folder, "blobs"), provider.GetRequiredService<Signer>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IBlobs>(provider => provider.GetRequiredService<FolderBlobs>());

    /// <summary>Keeps blobs in the account of <c>Storage__blobServiceUri</c>, or of the connection string
    /// <c>Storage</c>, which goes first as it does for the Functions host.</summary>
    /// <exception cref="InvalidOperationException">Neither is set.</exception>
    public static IServiceCollection AddAzureBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var connection = configuration.GetSection("Storage");
        var account = connection.Value is { Length: > 0 } text ? new BlobServiceClient(text)
            : connection["blobServiceUri"] is { Length: > 0 } address ? new BlobServiceClient(
                new Uri(address), AzureCredentials.For(configuration, connection.Key))
            : throw new InvalidOperationException("Set Storage__blobServiceUri.");
        return services.AddSingleton<IBlobs>(
            provider => new AzureBlobs(account, provider.GetRequiredService<TimeProvider>()));
    }
}
