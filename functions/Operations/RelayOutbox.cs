using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Operations;

/// <summary>Sends the facts that workflows left in their outboxes. At least once;
/// consumers recognise repetitions.</summary>
public sealed class RelayOutbox(IMessageSender sender)
{
    [Function("RelayOrderEvents")]
    [OnlyKind(Outbox.Kind)]
    public Task RelayOrdersAsync(
        [CosmosDBTrigger("%CosmosDatabase%", "orders", Connection = "Cosmos", LeaseContainerPrefix = "relay-orders-")]
        IReadOnlyList<ChangedDocument> documents,
        CancellationToken cancellation) =>
        Outbox.RelayAsync(documents, sender, cancellation);

    [Function("RelayWorkEvents")]
    [OnlyKind(Outbox.Kind)]
    public Task RelayWorkAsync(
        [CosmosDBTrigger("%CosmosDatabase%", "work", Connection = "Cosmos", LeaseContainerPrefix = "relay-work-")]
        IReadOnlyList<ChangedDocument> documents,
        CancellationToken cancellation) =>
        Outbox.RelayAsync(documents, sender, cancellation);

    [Function("RelayTraceabilityEvents")]
    [OnlyKind(Outbox.Kind)]
    public Task RelayTraceabilityAsync(
        [CosmosDBTrigger(
            "%CosmosDatabase%", "traceability", Connection = "Cosmos", LeaseContainerPrefix = "relay-traceability-")]
        IReadOnlyList<ChangedDocument> documents,
        CancellationToken cancellation) =>
        Outbox.RelayAsync(documents, sender, cancellation);
}
