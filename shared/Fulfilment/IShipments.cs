using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Fulfilment;

/// <summary>A shipment as read, with the store's mark that a write must name.</summary>
public sealed record VersionedShipment(Shipment Value, string Mark);

/// <summary>All shipments, by the location that sends them.</summary>
public interface IShipments
{
    /// <summary>Creates what is not there yet. Safe to repeat.</summary>
    Task CreateAsync(IReadOnlyList<Shipment> shipments, CancellationToken cancellation);

    Task<VersionedShipment?> FindAsync(LocationId location, string id, CancellationToken cancellation);

    /// <summary>Shipments of a location that have not left, oldest order first.</summary>
    Task<IReadOnlyList<VersionedShipment>> FindOpenAsync(
        LocationId location, int limit, CancellationToken cancellation);

    /// <returns>The shipment whose parcel bears the label; null when no parcel of the location does.</returns>
    Task<VersionedShipment?> FindByLabelAsync(LocationId location, string sscc, CancellationToken cancellation);

    /// <summary>Keeps a scan of a label that no parcel bears yet, until its packing is told.</summary>
    Task AwaitPackingAsync(FloorScan scan, CancellationToken cancellation);

    /// <returns>The scan that waits for a parcel with this label; null when none does.</returns>
    Task<FloorScan?> FindAwaitingAsync(LocationId location, string sscc, CancellationToken cancellation);

    /// <summary>Writes the shipment, the effect of the scan and the fact <see cref="ShipmentChanged"/>
    /// together.</summary>
    /// <returns>False when somebody else wrote first, the scan has had its effect already, or another parcel bears the
    /// label.</returns>
    Task<bool> ApplyAsync(
        VersionedShipment before, Shipment after, FloorScan scan, CancellationToken cancellation);

    /// <summary>Remembers that the scan fitted nowhere, and why.</summary>
    Task RefuseAsync(FloorScan scan, Refusal refusal, CancellationToken cancellation);

    /// <summary>Stops a task: writes the shipment that says so, and why the scan was refused, together.</summary>
    /// <returns>False when somebody else wrote first or the scan has had its effect already.</returns>
    Task<bool> StopAsync(
        VersionedShipment before, Shipment after, FloorScan scan, Refusal refusal, CancellationToken cancellation);

    /// <summary>Whether the scan has had its effect, or was refused.</summary>
    Task<bool> IsSettledAsync(FloorScan scan, CancellationToken cancellation);
}
