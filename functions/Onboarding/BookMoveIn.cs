using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Does the next portion of a cut-over or a roll-back.</summary>
public sealed class BookMoveIn(BookMoveInWorkflow workflow, TimeProvider clock)
{
    [Function(nameof(BookMoveIn))]
    public Task RunAsync(
        [ServiceBusTrigger(MoveInStore.StepQueue, Connection = "ServiceBus")] CloudEvent<MoveInStep> message,
        CancellationToken cancellation) =>
        workflow.RunAsync(message.Data, clock.GetUtcNow(), cancellation);
}
