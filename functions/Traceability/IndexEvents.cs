using System.Text.Json;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Enters every event into all lists by which it is found, also those that nobody had the time for when it
/// came. </summary>
public sealed class IndexEvents(EventIndex index)
{
    [Function(nameof(IndexEvents))]
    [OnlyKind(EventStore.Kind)]
    public async Task RunAsync(
        [CosmosDBTrigger(
            "%CosmosDatabase%", "traceability", Connection = "Cosmos", LeaseContainerPrefix = "index-events-")]
        IReadOnlyList<ChangedDocument> documents,
        CancellationToken cancellation)
    {
        foreach (var document in documents.Where(document => document.Kind == EventStore.Kind))
        {
            var kept = document.Body.Deserialize<StoredEvent>(ShopJson.Stored)!;
            await index.AddAsync(kept, int.MaxValue, cancellation);
        }
    }
}
