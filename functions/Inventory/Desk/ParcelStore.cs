using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Scanners;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Announced parcels by the number on their label, at the location that expects them, and the scans that
/// received them.</summary>
public sealed class ParcelStore(IDocuments documents)
{
    public const string Queue = "parcel-received";
    private const string Kind = "announced-parcel";
    private static readonly TimeSpan EffectLife = TimeSpan.FromDays(30);
    private static readonly string Container = ShipmentStore.Container.Name;

    /// <summary>The operations that make the parcels of a paper known, each with the parcel's place in it.</summary>
    public static IReadOnlyList<(int Parcel, DocumentOperation Operation)> LabelsOf(DeskPaper paper)
    {
        ArgumentNullException.ThrowIfNull(paper);
        return
        [
            .. (paper.Announcement?.Parcels ?? []).Index()
                .Where(parcel => parcel.Item.Sscc is not null)
                .Select(parcel => (
                    parcel.Index,
                    (DocumentOperation)DocumentOperation.New(
                        IdOf(parcel.Item.Sscc!), Kind, new StoredParcel(paper.Id, parcel.Item, null)))),
        ];
    }

    /// <summary>The operation that has a parcel received; it belongs into the batch that takes the scan in.</summary>
    public static DocumentOperation Captured(Outbox outbox, CapturedScan scan)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        ArgumentNullException.ThrowIfNull(scan);
        return outbox.Write(Queue, "stock.parcel-received.v1", scan.Location.Value, new ParcelReceived(
            scan.EventId, scan.Location, scan.Sscc!, scan.OccurredAt,
            scan.Operator is null ? scan.Device : $"{scan.Device}:{scan.Operator}"));
    }

    /// <summary>Makes a scan the one that received a parcel.</summary>
    /// <returns>The parcel, received by this scan or by an earlier one; null when none was announced here.</returns>
    public async Task<StoredParcel?> ReceiveAsync(
        LocationId location, string sscc, string eventId, CancellationToken cancellation)
    {
        const int Attempts = 50;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var found = await documents.ReadAsync(Container, location.Value, IdOf(sscc), cancellation);
            var parcel = found?.As<StoredParcel>();
            if (parcel is not { ReceivedBy: null })
            {
                return parcel;
            }

            var received = parcel with { ReceivedBy = eventId };
            var outcome = await documents.CommitAsync(
                Container, location.Value, [DocumentOperation.Over(found!, received)], cancellation);
            if (outcome.IsCommitted)
            {
                return received;
            }
        }

        throw new ConcurrentWriteException($"The parcel {sscc}");
    }

    /// <summary>Which of a paper's parcels have been received.</summary>
    public async Task<IReadOnlySet<string>> ReceivedAsync(DeskPaper paper, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(paper);
        var labels = (paper.Announcement?.Parcels ?? []).Select(parcel => parcel.Sscc).OfType<string>();
        var found = await Task.WhenAll(labels.Select(label =>
            documents.ReadAsync(Container, paper.Location.Value, IdOf(label), cancellation).AsTask()));
        return found.OfType<Document>().Select(document => document.As<StoredParcel>())
            .Where(parcel => parcel.ReceivedBy is not null)
            .Select(parcel => parcel.Parcel.Sscc!)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Remembers what became of a scan, for whoever asks for its batch.</summary>
    public Task SettleAsync(
        LocationId location, string eventId, Refusal? refusal, CancellationToken cancellation) =>
        documents.CommitAsync(
            Container, location.Value,
            [
                DocumentOperation.New(
                    ShipmentStore.EffectId(eventId), ShipmentStore.EffectKind,
                    new ScanEffect(eventId, null, refusal?.Code, refusal?.Detail), EffectLife),
            ],
            cancellation);

    private static string IdOf(string sscc) => $"parcel|{sscc}";
}

/// <summary>An announced parcel.</summary>
/// <param name="Receipt">Id of its paper.</param>
/// <param name="ReceivedBy">The scan that received it; null until one has.</param>
public sealed record StoredParcel(string Receipt, AnnouncedParcel Parcel, string? ReceivedBy);

/// <summary>A scanner read the label of a parcel that came in.</summary>
/// <param name="OccurredAt">UTC.</param>
/// <param name="By">The device, and who held it.</param>
public sealed record ParcelReceived(
    string EventId, LocationId Location, string Sscc, DateTimeOffset OccurredAt, string By);
