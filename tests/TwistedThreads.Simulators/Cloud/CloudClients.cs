using Microsoft.Azure.Cosmos;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Simulators.Cloud;

/// <summary>Clients of the test's own, which trust whatever certificate the simulated account shows.</summary>
public static class CloudClients
{
    public static CosmosClient Of(CosmosAccount account, IReadOnlyList<string> regions)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new CosmosClient(account.ConnectionString, new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            ApplicationPreferredRegions = regions.Count == 0 ? null : regions,
            ServerCertificateCustomValidationCallback = (_, _, _) => true,
            CosmosClientTelemetryOptions = new CosmosClientTelemetryOptions { DisableDistributedTracing = true },
        });
    }
}
