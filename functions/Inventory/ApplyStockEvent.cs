using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Functions.Inventory.Desk;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Books what happened to pieces of one SKU.</summary>
public sealed class ApplyStockEvent(ApplyStockEventWorkflow workflow, DeskPaperStore papers, TimeProvider clock)
{
    public const string Queue = "stock-event-captured";

    [Function(nameof(ApplyStockEvent))]
    public async Task RunAsync(
        [ServiceBusTrigger(Queue, Connection = "ServiceBus")] CloudEvent<StockEvent> message,
        CancellationToken cancellation)
    {
        await workflow.RunAsync(message.Data, clock.GetUtcNow(), cancellation);
        await papers.NoticeAsync(message.Data, cancellation);
    }

    /// <summary>The operation that has an event booked; it belongs into the batch that takes the event in.</summary>
    public static Platform.Documents.DocumentOperation Captured(Outbox outbox, StockEvent happened)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        ArgumentNullException.ThrowIfNull(happened);
        return outbox.Write(Queue, "stock.event-captured.v1", happened.Sku.Value, happened);
    }
}
