using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Scanners;

namespace TwistedThreads.Functions.Fulfilment;

/// <summary>Gives a captured scan its effect on the shipment that it was meant for.</summary>
public sealed class ApplyScan(ApplyScanWorkflow workflow)
{
    [Function(nameof(ApplyScan))]
    public Task RunAsync(
        [ServiceBusTrigger(ScanStore.ScanCapturedQueue, Connection = "ServiceBus")] CloudEvent<ScanCaptured> message,
        CancellationToken cancellation) =>
        workflow.RunAsync(message.Data.Scan, cancellation);
}
