using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Fulfilment;

/// <summary>Gives a captured scan its effect on the shipment it was meant for. A scan that fits nowhere is remembered
/// with its reason: the floor learns of it, and the message is done.</summary>
public sealed class ApplyScanWorkflow(IShipments shipments, ILots lots)
{
    private const int Attempts = 50;
    private const int SearchDepth = 200;

    public async Task RunAsync(FloorScan scan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scan);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // The write itself finds out whether the scan had its effect before: most are new, and need not ask.
            if (attempt > 0 && await shipments.IsSettledAsync(scan, cancellation).ConfigureAwait(false))
            {
                await LetGoAsync(scan, cancellation).ConfigureAwait(false);
                return;
            }

            if (await TryAsync(scan, cancellation).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new TimeoutException($"The shipment of scan {scan.EventId} kept changing.");
    }

    private async Task<bool> TryAsync(FloorScan scan, CancellationToken cancellation)
    {
        var found = await FindAsync(scan, cancellation).ConfigureAwait(false);
        if (found is null && scan.IsOfLabelAlone)
        {
            // Looked for again after it is kept: its packing may have been told in between.
            await shipments.AwaitPackingAsync(scan, cancellation).ConfigureAwait(false);
            found = await FindAsync(scan, cancellation).ConfigureAwait(false);
            if (found is null)
            {
                return true;
            }
        }

        var stopped = found is null
            ? FulfilmentRefusal.NoSuchTask()
            : await CheckAsync(scan, found, cancellation).ConfigureAwait(false);
        var applied = stopped ?? scan.ApplyTo(found!.Value);
        if (applied.Refusal is { } refusal)
        {
            return await RefuseAsync(scan, found, refusal, cancellation).ConfigureAwait(false);
        }

        if (!await shipments.ApplyAsync(found!, applied.Value, scan, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        await LetGoAsync(scan, cancellation).ConfigureAwait(false);
        return true;
    }

    // What stops a scan before its shipment is asked: a lot that must not leave, a label that another parcel bears.
    private async Task<Refusal?> CheckAsync(
        FloorScan scan, VersionedShipment found, CancellationToken cancellation)
    {
        if (scan is { Kind: FloorScanKind.Pick, Sku: { } sku, Lot: { } lot }
            && await lots.IsBlockedAsync(sku, lot, cancellation).ConfigureAwait(false))
        {
            return FulfilmentRefusal.BlockedLot(lot);
        }

        if (scan.Sscc is not { } label || found.Value.Sscc == label)
        {
            return null;
        }

        var bearer = await shipments.FindByLabelAsync(scan.Location, label, cancellation).ConfigureAwait(false);
        return bearer is null || bearer.Value.Id == found.Value.Id ? null : FulfilmentRefusal.OtherParcel();
    }

    // The wrong article or lot for a task stops that task: somebody must look before it goes on.
    private async Task<bool> RefuseAsync(
        FloorScan scan, VersionedShipment? found, Refusal refusal, CancellationToken cancellation)
    {
        if (found is not null
            && scan is { Kind: FloorScanKind.Pick, Task: not null }
            && FulfilmentRefusal.StopsTask(refusal)
            && found.Value.Stop(scan.Task, refusal) is { } stopped)
        {
            return await shipments.StopAsync(found, stopped, scan, refusal, cancellation).ConfigureAwait(false);
        }

        await shipments.RefuseAsync(scan, refusal, cancellation).ConfigureAwait(false);
        return true;
    }

    // A parcel that was handed over before its packing was told leaves now.
    private async Task LetGoAsync(FloorScan scan, CancellationToken cancellation)
    {
        if (scan is { Kind: FloorScanKind.Pack, Sscc: { } label }
            && await shipments.FindAwaitingAsync(scan.Location, label, cancellation).ConfigureAwait(false) is { } handed
            && !await shipments.IsSettledAsync(handed, cancellation).ConfigureAwait(false))
        {
            await RunAsync(handed, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<VersionedShipment?> FindAsync(FloorScan scan, CancellationToken cancellation)
    {
        if (scan.Task is { } task)
        {
            return Shipment.IdOfTask(task) is { } id
                ? await shipments.FindAsync(scan.Location, id, cancellation).ConfigureAwait(false)
                : null;
        }

        if (scan.Sscc is { } sscc)
        {
            return await shipments.FindByLabelAsync(scan.Location, sscc, cancellation).ConfigureAwait(false);
        }

        // Without a task the oldest open shipment that the scan fits is meant.
        var open = await shipments.FindOpenAsync(scan.Location, SearchDepth, cancellation).ConfigureAwait(false);
        return open.Where(shipment => !scan.ApplyTo(shipment.Value).IsRefused)
            .MinBy(shipment => Doubt(scan, shipment.Value));
    }

    // What goes out of the door is a packed parcel; else one whose packing was not reported yet; hardly one that went.
    private static int Doubt(FloorScan scan, Shipment shipment) =>
        scan.Kind != FloorScanKind.Ship || shipment.IsPacked ? 0 : shipment.IsShipScanned ? 2 : 1;
}
