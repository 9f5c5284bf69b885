using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Fulfilment;

/// <summary>Shipments and the effects of scans over the document port; a location is a partition.</summary>
public sealed class ShipmentStore(IDocuments documents, Outbox outbox) : IShipments
{
    public const string ShipmentChangedQueue = "shipment-changed";
    private const string Kind = "shipment";
    private const string EffectKind = "scan-effect";
    private static readonly TimeSpan EffectLife = TimeSpan.FromDays(30);

    // GS1 General Specifications, 4.3.2: a serial number may be used again after a year.
    private static readonly TimeSpan LabelLife = TimeSpan.FromDays(365);

    public static DocumentContainer Container { get; } = new("work", "locationId", new DocumentIndex(Kind, "isOpen"));

    public async Task CreateAsync(IReadOnlyList<Shipment> shipments, CancellationToken cancellation)
    {
        foreach (var shipment in shipments)
        {
            await documents.CommitAsync(
                Container.Name,
                shipment.Location.Value,
                [DocumentOperation.New(shipment.Id, Kind, ShipmentDocument.Of(shipment))],
                cancellation);
        }
    }

    public async Task<VersionedShipment?> FindAsync(LocationId location, string id, CancellationToken cancellation)
    {
        var found = await documents.ReadAsync(Container.Name, location.Value, id, cancellation);
        return found is { Kind: Kind } ? Versioned(found) : null;
    }

    public async Task<IReadOnlyList<VersionedShipment>> FindOpenAsync(
        LocationId location, int limit, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container.Name)
            {
                PartitionKey = location.Value,
                Kind = Kind,
                Where = FieldFilter.Is("isOpen", 1L),
                Limit = limit,
            },
            cancellation);
        return [.. page.Items.Select(Versioned)];
    }

    public async Task<VersionedShipment?> FindByLabelAsync(
        LocationId location, string sscc, CancellationToken cancellation)
    {
        var label = await documents.ReadAsync(Container.Name, location.Value, LabelId(sscc), cancellation);
        return label is null ? null : await FindAsync(location, label.As<ParcelLabel>().Shipment, cancellation);
    }

    public Task AwaitPackingAsync(FloorScan scan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scan);
        return documents.CommitAsync(
            Container.Name, scan.Location.Value,
            [DocumentOperation.Put(AwaitingId(scan.Sscc!), "awaiting-packing", scan, EffectLife)], cancellation);
    }

    public async Task<FloorScan?> FindAwaitingAsync(
        LocationId location, string sscc, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container.Name, location.Value, AwaitingId(sscc), cancellation))?.As<FloorScan>();

    public async Task<bool> ApplyAsync(
        VersionedShipment before, Shipment after, FloorScan scan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(scan);
        var operations = new List<DocumentOperation>
        {
            Write(before, after),
            DocumentOperation.New(
                EffectId(scan), EffectKind, new ScanEffect(scan.EventId, after.Id, null, null), EffectLife),
            outbox.Write(
                ShipmentChangedQueue, "shipment.changed.v1", after.Order.Value,
                ShipmentChanged.Of(after)),
        };
        if (after.Sscc is { } label && before.Value.Sscc != label)
        {
            operations.Add(DocumentOperation.New(
                LabelId(label), "parcel-label", new ParcelLabel(after.Id), LabelLife));
        }

        var outcome = await documents.CommitAsync(Container.Name, after.Location.Value, operations, cancellation);
        return outcome.IsCommitted;
    }

    public async Task<bool> StopAsync(
        VersionedShipment before, Shipment after, FloorScan scan, Refusal refusal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(scan);
        var outcome = await documents.CommitAsync(
            Container.Name, after.Location.Value, [Write(before, after), Refused(scan, refusal)], cancellation);
        return outcome.IsCommitted;
    }

    public async Task RefuseAsync(FloorScan scan, Refusal refusal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(refusal);
        await documents.CommitAsync(
            Container.Name, scan.Location.Value, [Refused(scan, refusal)], cancellation);
    }

    public async Task<bool> IsSettledAsync(FloorScan scan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scan);
        return await documents.ReadAsync(Container.Name, scan.Location.Value, EffectId(scan), cancellation) is not null;
    }

    /// <summary>What became of one scan; null while it waits.</summary>
    public async Task<ScanEffect?> FindEffectAsync(
        LocationId location, string eventId, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container.Name, location.Value, $"effect|{eventId}", cancellation))
            ?.As<ScanEffect>();

    private static DocumentOperation.Replace Write(VersionedShipment before, Shipment after) => new(
        after.Id, Kind, ShopJson.Serialize(ShipmentDocument.Of(after)), before.Mark);

    private static DocumentOperation.Create Refused(FloorScan scan, Refusal refusal) => DocumentOperation.New(
        EffectId(scan), EffectKind, new ScanEffect(scan.EventId, null, refusal.Code, refusal.Detail), EffectLife);

    private static string EffectId(FloorScan scan) => $"effect|{scan.EventId}";

    private static string LabelId(string sscc) => $"label|{sscc}";

    private static string AwaitingId(string sscc) => $"awaiting|{sscc}";

    private static VersionedShipment Versioned(Document document) =>
        new(document.As<ShipmentDocument>().Shipment, document.ETag);

    private sealed record ParcelLabel(string Shipment);

    // The flag is a number because both engines index numbers alike.
    private sealed record ShipmentDocument(Shipment Shipment, int IsOpen)
    {
        public static ShipmentDocument Of(Shipment shipment) => new(shipment, shipment.IsShipped ? 0 : 1);
    }
}

/// <summary>What a scan did: the shipment that it moved, or why it was refused.</summary>
public sealed record ScanEffect(string EventId, string? Shipment, string? RefusalCode, string? Detail);
