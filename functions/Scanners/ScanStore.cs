using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Scanners;

/// <summary>Keeps what scanners sent: each event once, with the fact that makes it work,
/// in the location's partition.</summary>
public sealed class ScanStore(IDocuments documents, Outbox outbox)
{
    public const string ScanCapturedQueue = "scan-captured";
    public const string Kind = "scan";
    private const int PerBatch = 40;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly string Container = ShipmentStore.Container.Name;

    /// <returns>How many of the scans were new.</returns>
    public async Task<int> CaptureAsync(
        LocationId location, IReadOnlyList<CapturedScan> scans, CancellationToken cancellation)
    {
        var stored = 0;
        foreach (var chunk in scans.DistinctBy(scan => scan.EventId).Chunk(PerBatch))
        {
            stored += await CaptureChunkAsync(location, chunk, cancellation);
        }

        return stored;
    }

    public Task RememberAsync(
        LocationId location, ScanBatchView batch, IReadOnlyList<RememberedScan> events,
        CancellationToken cancellation) =>
        documents.CommitAsync(
            Container, location.Value,
            [DocumentOperation.Put(BatchId(batch.BatchId), "scan-batch", new RememberedBatch(batch, events), Kept)],
            cancellation);

    public async Task<RememberedBatch?> FindBatchAsync(
        LocationId location, string batchId, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container, location.Value, BatchId(batchId), cancellation))?.As<RememberedBatch>();

    private async Task<int> CaptureChunkAsync(
        LocationId location, IReadOnlyList<CapturedScan> chunk, CancellationToken cancellation)
    {
        // Nearly all are new, and the batch itself tells when one is not: only then each is looked for.
        for (var fresh = chunk; fresh.Count > 0; fresh = await UnknownAsync(location, chunk, cancellation))
        {
            var operations = fresh.SelectMany(scan => new[]
            {
                DocumentOperation.New(ScanId(scan), Kind, scan, Kept),
                Fact(scan),
            });
            var outcome = await documents.CommitAsync(Container, location.Value, [.. operations], cancellation);
            if (outcome.IsCommitted)
            {
                return fresh.Count;
            }
        }

        return 0;
    }

    private async Task<IReadOnlyList<CapturedScan>> UnknownAsync(
        LocationId location, IReadOnlyList<CapturedScan> chunk, CancellationToken cancellation)
    {
        var unknown = new List<CapturedScan>();
        foreach (var scan in chunk)
        {
            if (await documents.ReadAsync(Container, location.Value, ScanId(scan), cancellation) is null)
            {
                unknown.Add(scan);
            }
        }

        return unknown;
    }

    private DocumentOperation Fact(CapturedScan scan) => scan.ToFloorScan() is { } floor
        ? outbox.Write(ScanCapturedQueue, "scan.captured.v1", SubjectOf(scan), new ScanCaptured(floor))
        : ApplyStockEvent.Captured(outbox, scan.ToStockEvent()!);

    // The order, where the task names it, so that its costs are found; else the place.
    private static string SubjectOf(CapturedScan scan)
    {
        var order = scan.Task is { Length: > 4 } task ? OrderId.Prefix + task[4..].Split('.')[0] : null;
        return OrderId.TryParse(order, out _) ? order! : scan.Location.Value;
    }

    private static string ScanId(CapturedScan scan) => $"scan|{scan.EventId}";

    private static string BatchId(string batchId) => $"scan-batch|{batchId}";
}

/// <summary>A batch as it was answered, and the events that were taken in with it.</summary>
public sealed record RememberedBatch(ScanBatchView Batch, IReadOnlyList<RememberedScan> Scans);

/// <summary>Where the effect of a scan is found.</summary>
/// <param name="Sku">Whose books the scan is for; null when it is for a shipment.</param>
public sealed record RememberedScan(string EventId, Sku? Sku);
