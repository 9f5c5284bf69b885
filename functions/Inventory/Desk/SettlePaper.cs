using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Carries on with a paper that whoever opened or closed it did not see through.</summary>
public sealed class SettlePaper(SettlePaperWorkflow workflow, TimeProvider clock)
{
    [Function(nameof(SettlePaper))]
    public Task RunAsync(
        [ServiceBusTrigger(DeskPaperStore.Queue, Connection = "ServiceBus")] CloudEvent<PaperChanged> message,
        CancellationToken cancellation) =>
        workflow.RunAsync(message.Data.Id, clock.GetUtcNow(), cancellation);
}
