using Microsoft.Azure.Cosmos;
using Newtonsoft.Json.Linq;
using TwistedThreads.Simulators.Cosmos;
using TwistedThreads.Simulators.Host;

namespace TwistedThreads.Simulators.Cloud;

/// <summary>Feeds a host's change-feed functions by the client's own change feed processor, which is what the Functions
/// extension uses: leases in a container that all regions share, taken over when their owner is silent.</summary>
internal sealed class ProcessorFeed(CosmosAccount account) : IChangeFeedSource, IDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3);
    private readonly List<CosmosClient> _clients = [];

    public async Task<IAsyncDisposable> SubscribeAsync(
        ChangeFeedSubscription subscription, ChangeHandler handler, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var client = CloudClients.Of(account, subscription.PreferredLocations);
        _clients.Add(client);
        var leases = client.GetContainer(subscription.Database, subscription.LeaseContainer);
        var builder = client.GetContainer(subscription.Database, subscription.Container)
            .GetChangeFeedProcessorBuilder<JObject>(
                subscription.LeasePrefix,
                (_, documents, ending) => handler([.. documents], ending))
            .WithInstanceName(subscription.Instance)
            .WithLeaseContainer(leases)
            .WithMaxItems(subscription.MaxItems)
            .WithPollInterval(subscription.PollDelay)
            .WithLeaseConfiguration(
                subscription.LeaseAcquireInterval,
                subscription.LeaseExpirationInterval,
                subscription.LeaseRenewInterval);
        var processor = (subscription.StartsFromBeginning
            ? builder.WithStartTime(DateTime.MinValue.ToUniversalTime())
            : builder).Build();
        await processor.StartAsync().WaitAsync(cancellation);
        return new Subscribed(processor);
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private sealed class Subscribed(ChangeFeedProcessor processor) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await processor.StopAsync().WaitAsync(LongestStop);
            }
            catch (Exception fault) when (fault is TimeoutException or CosmosException or OperationCanceledException)
            {
                // Its leases run out by themselves, as those of a host that died.
                return;
            }
        }
    }
}
