using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Testing;

/// <summary>Shipments in memory, with the effects of scans and the facts that wait to be told.</summary>
/// <remarks>Thread-safe; <see cref="ApplyAsync"/> writes all three at once, <see cref="CreateAsync"/> one shipment
/// after the other, as the real store does: each is a partition of its own.</remarks>
public sealed class InMemoryShipments(Tripwire tripwire) : IShipments
{
    private readonly Lock _gate = new();
    private readonly MarkedItems<string, Shipment> _shipments = new();
    private readonly Dictionary<(LocationId Location, string Event), string?> _effects = [];
    private readonly List<ShipmentChanged> _changes = [];
    private readonly Dictionary<(LocationId Location, string Label), FloorScan> _awaiting = [];

    public IReadOnlyList<Shipment> All => [.. _shipments.All.Select(shipment => shipment.Value)];

    /// <summary>The facts of the outbox, oldest first.</summary>
    public IReadOnlyList<ShipmentChanged> Changes
    {
        get
        {
            lock (_gate)
            {
                return [.. _changes];
            }
        }
    }

    /// <summary>Codes of the refused scans, by event.</summary>
    public IReadOnlyDictionary<string, string> Refused
    {
        get
        {
            lock (_gate)
            {
                return _effects
                    .Where(effect => effect.Value is not null)
                    .ToDictionary(effect => effect.Key.Event, effect => effect.Value!, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The shipment as it is now, past the tripwire.</summary>
    public Shipment Peek(string id) => _shipments.Find(id)!.Value.Value;

    /// <summary>Writes a shipment past the tripwire, whatever was there.</summary>
    public void Put(Shipment shipment) => _shipments.Put(shipment.Id, shipment);

    public async Task CreateAsync(IReadOnlyList<Shipment> shipments, CancellationToken cancellation)
    {
        foreach (var shipment in shipments)
        {
            await tripwire.StepAsync(() => _shipments.Create(shipment.Id, shipment));
        }
    }

    public Task<VersionedShipment?> FindAsync(LocationId location, string id, CancellationToken cancellation) =>
        tripwire.StepAsync(() => _shipments.Find(id) is { } found && found.Value.Location == location
            ? new VersionedShipment(found.Value, found.Mark)
            : null);

    public Task<IReadOnlyList<VersionedShipment>> FindOpenAsync(
        LocationId location, int limit, CancellationToken cancellation) =>
        tripwire.StepAsync<IReadOnlyList<VersionedShipment>>(() =>
        [
            .. _shipments.All
                .Where(shipment => shipment.Value.Location == location && !shipment.Value.IsShipped)
                .OrderBy(shipment => shipment.Value.Id, StringComparer.Ordinal)
                .Take(limit)
                .Select(shipment => new VersionedShipment(shipment.Value, shipment.Mark)),
        ]);

    public Task<VersionedShipment?> FindByLabelAsync(
        LocationId location, string sscc, CancellationToken cancellation) => tripwire.StepAsync(() => _shipments.All
            .Where(shipment => shipment.Value.Location == location && shipment.Value.Sscc == sscc)
            .Select(shipment => new VersionedShipment(shipment.Value, shipment.Mark))
            .FirstOrDefault());

    public Task AwaitPackingAsync(FloorScan scan, CancellationToken cancellation) =>
        StepAsync(() => _awaiting[(scan.Location, scan.Sscc!)] = scan);

    public Task<FloorScan?> FindAwaitingAsync(LocationId location, string sscc, CancellationToken cancellation) =>
        StepAsync(() => _awaiting.GetValueOrDefault((location, sscc)));

    public Task<bool> StopAsync(
        VersionedShipment before, Shipment after, FloorScan scan, Refusal refusal, CancellationToken cancellation) =>
        StepAsync(() => !_effects.ContainsKey((scan.Location, scan.EventId))
            && _shipments.Replace(after.Id, before.Mark, after) is not null
            && _effects.TryAdd((scan.Location, scan.EventId), refusal.Code));

    public Task<bool> ApplyAsync(
        VersionedShipment before, Shipment after, FloorScan scan, CancellationToken cancellation) => StepAsync(() =>
    {
        if (_effects.ContainsKey((scan.Location, scan.EventId))
            || _shipments.Replace(after.Id, before.Mark, after) is null)
        {
            return false;
        }

        _effects.Add((scan.Location, scan.EventId), null);
        _changes.Add(ShipmentChanged.Of(after));
        return true;
    });

    public Task RefuseAsync(FloorScan scan, Refusal refusal, CancellationToken cancellation) =>
        StepAsync(() => _effects.TryAdd((scan.Location, scan.EventId), refusal.Code));

    public Task<bool> IsSettledAsync(FloorScan scan, CancellationToken cancellation) =>
        StepAsync(() => _effects.ContainsKey((scan.Location, scan.EventId)));

    private Task<T> StepAsync<T>(Func<T> effect) => tripwire.StepAsync(() =>
    {
        lock (_gate)
        {
            return effect();
        }
    });
}
