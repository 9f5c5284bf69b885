using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Receives all that an announced parcel holds by one scan of its label. A parcel comes in once: a second scan
/// of it, or of a label that nobody announced, changes nothing and is told so.</summary>
public sealed class ReceiveParcel(
    ParcelStore parcels, SettlePaperWorkflow settle, ApplyStockEventWorkflow apply, TimeProvider clock)
{
    private static readonly Refusal Unknown =
        Refusal.NotFound("scan.unknown-parcel", "No parcel of this number was announced here.");

    private static readonly Refusal ReceivedBefore =
        Refusal.Conflict("scan.parcel-received-before", "This parcel was received before.");

    [Function(nameof(ReceiveParcel))]
    public async Task RunAsync(
        [ServiceBusTrigger(ParcelStore.Queue, Connection = "ServiceBus")] CloudEvent<ParcelReceived> message,
        CancellationToken cancellation)
    {
        var scan = message.Data;
        var parcel = await parcels.ReceiveAsync(scan.Location, scan.Sscc, scan.EventId, cancellation);
        var refusal = parcel is null ? Unknown : parcel.ReceivedBy != scan.EventId ? ReceivedBefore : null;
        if (refusal is null)
        {
            // What is received before it is announced would be taken for more than was announced.
            await settle.RunAsync(parcel!.Receipt, clock.GetUtcNow(), cancellation);
            foreach (var (index, line) in parcel.Parcel.Lines.Index())
            {
                await apply.RunAsync(EventOf(scan, parcel, index, line), clock.GetUtcNow(), cancellation);
            }
        }

        await parcels.SettleAsync(scan.Location, scan.EventId, refusal, cancellation);
    }

    private static StockEvent EventOf(ParcelReceived scan, StoredParcel parcel, int index, DeskLine line) => new(
        $"{scan.EventId}.{index + 1}", StockEventKind.Receive, scan.Location, line.Sku, line.Quantity, scan.OccurredAt,
        scan.By)
    {
        Paper = parcel.Receipt,
    };
}
