using Azure.Core;
using Azure.Identity;

namespace TwistedThreads.Functions.Platform.Identity;

/// <summary>Who we are to Azure, by connection: the settings below <c>X__</c> that the Functions host reads for its
/// triggers are ours as well, so that one identity does both.</summary>
/// <remarks><c>X__credential = managedidentity</c> takes the identity of the app, with <c>X__clientId</c> a
/// user-assigned one. Without them, as on a developer's machine: environment, then workload identity, then whoever is
/// signed in to the Azure CLI or the Azure Developer CLI. Source: Microsoft Learn, "Azure Functions: identity-based
/// connections".</remarks>
public static class AzureCredentials
{
    private const string ManagedIdentity = "managedidentity";

    /// <param name="configuration">The settings.</param>
    /// <param name="connection">The prefix, such as <c>ServiceBus</c>.</param>
    /// <exception cref="InvalidOperationException">It asks for a credential that we do not know.</exception>
    public static TokenCredential For(IConfiguration configuration, string connection)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(connection);
        var clientId = section["clientId"];
        return section["credential"] switch
        {
            null or "" => new DefaultAzureCredential(Sensible(clientId)),
            var kind when kind.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase) =>
                new ManagedIdentityCredential(IdOf(clientId)),
            var other => throw new InvalidOperationException(
                $"{connection}__credential is '{other}'; leave it out or set it to {ManagedIdentity}."),
        };
    }

    private static ManagedIdentityId IdOf(string? clientId) => string.IsNullOrEmpty(clientId)
        ? ManagedIdentityId.SystemAssigned
        : ManagedIdentityId.FromUserAssignedClientId(clientId);

    // No source that opens a window, and no probing for an identity that the settings did not name.
    private static DefaultAzureCredentialOptions Sensible(string? clientId) => new()
    {
        ManagedIdentityClientId = string.IsNullOrEmpty(clientId) ? null : clientId,
        ExcludeManagedIdentityCredential = string.IsNullOrEmpty(clientId),
        ExcludeInteractiveBrowserCredential = true,
        ExcludeVisualStudioCredential = true,
        ExcludeVisualStudioCodeCredential = true,
        ExcludeAzurePowerShellCredential = true,
        ExcludeBrokerCredential = true,
    };
}
