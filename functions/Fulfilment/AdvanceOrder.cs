using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Fulfilment;

/// <summary>Carries a shipment's progress into the stock books and its order,
/// up to the capture of the payment.</summary>
public sealed class AdvanceOrder(AdvanceOrderWorkflow workflow, TimeProvider clock)
{
    [Function(nameof(AdvanceOrder))]
    public Task RunAsync(
        [ServiceBusTrigger(ShipmentStore.ShipmentChangedQueue, Connection = "ServiceBus")]
        CloudEvent<ShipmentChanged> message,
        CancellationToken cancellation) =>
        workflow.RunAsync(
            message.Data, $"{nameof(AdvanceOrder)}|{message.Id}", clock.GetUtcNow(), cancellation);
}
