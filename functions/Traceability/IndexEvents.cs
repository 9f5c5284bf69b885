using System.Text.Json;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Enters every event into all lists by which it is found, also those that nobody had the time for when it
/// came. </summary>
public sealed class IndexEvents(EventIndex index, ILogger<IndexEvents> log)
{
    private const int Writers = 16;

    [Function(nameof(IndexEvents))]
    [OnlyKind(EventStore.Kind)]
    public Task RunAsync(
        [CosmosDBTrigger(
            "%CosmosDatabase%", "traceability", Connection = "Cosmos", LeaseContainerPrefix = "index-events-")]
        IReadOnlyList<ChangedDocument> documents,
        CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            documents.Where(document => document.Kind == EventStore.Kind),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellation },
            async (document, stop) => await AddAsync(document, stop));

    // One event that nobody can date must not keep all later ones out of the lists.
    private async Task AddAsync(ChangedDocument document, CancellationToken cancellation)
    {
        try
        {
            await index.AddAsync(
                document.Body.Deserialize<StoredEvent>(ShopJson.Stored)!, int.MaxValue, cancellation);
        }
        catch (FormatException fault)
        {
            Unlisted(log, document.Id, fault);
        }
    }

    private static readonly Action<ILogger, string, Exception?> Unlisted = LoggerMessage.Define<string>(
        LogLevel.Error, default, "The EPCIS event {Event} is stored and cannot be listed.");
}
