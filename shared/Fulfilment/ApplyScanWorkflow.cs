
namespace TwistedThreads.Commerce.Fulfilment;

/// <summary>Gives a captured scan its effect on the shipment it was meant for. A scan that fits nowhere is remembered
/// with its reason: the floor learns of it, and the message is done.</summary>
public sealed class ApplyScanWorkflow(IShipments shipments)
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
                return;
            }

            var found = await FindAsync(scan, cancellation).ConfigureAwait(false);
            var applied = found is null ? FulfilmentRefusal.NoSuchTask() : scan.ApplyTo(found.Value);
            if (applied.Refusal is { } refusal)
            {
                await shipments.RefuseAsync(scan, refusal, cancellation).ConfigureAwait(false);
                return;
            }

            if (await shipments.ApplyAsync(found!, applied.Value, scan, cancellation).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new TimeoutException($"The shipment of scan {scan.EventId} kept changing.");
    }

    private async Task<VersionedShipment?> FindAsync(FloorScan scan, CancellationToken cancellation)
    {
        if (scan.Task is { } task)
        {
            return Shipment.IdOfTask(task) is { } id
                ? await shipments.FindAsync(scan.Location, id, cancellation).ConfigureAwait(false)
                : null;
        }

        // Without a task the oldest open shipment that the scan fits is meant.
        var open = await shipments.FindOpenAsync(scan.Location, SearchDepth, cancellation).ConfigureAwait(false);
        return scan.Sscc is { } sscc
            ? open.FirstOrDefault(shipment => shipment.Value.Sscc == sscc)
            : open.Where(shipment => !scan.ApplyTo(shipment.Value).IsRefused)
                .MinBy(shipment => Doubt(scan, shipment.Value));
    }

    // What goes out of the door is a packed parcel; else one whose packing was not reported yet; hardly one that went.
    private static int Doubt(FloorScan scan, Shipment shipment) =>
        scan.Kind != FloorScanKind.Ship || shipment.IsPacked ? 0 : shipment.IsShipScanned ? 2 : 1;
}
