using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Scanners;

/// <summary>Tells a device what became of a batch: which of its events have had their effect,
/// and which did not fit.</summary>
public sealed class ShowScans(ScanStore store, ShipmentStore shipments, StockAccounts accounts)
{
    [Function(nameof(ShowScans))]
    [Authorize(Policy = Access.Device)]
    [ProducesResponseType<ScanBatchStateView>(200)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scans/{batchId}")] HttpRequest request,
        string batchId,
        CancellationToken cancellation)
    {
        var location = LocationId.Parse(request.HttpContext.User.FindFirst(Access.LocationClaim)!.Value);
        var remembered = ScanReading.IsId(batchId)
            ? await store.FindBatchAsync(location, batchId, cancellation)
            : null;
        if (remembered is null)
        {
            return Refusal.NotFound("scan.no-such-batch", "This location has sent no such batch.").ToProblem();
        }

        var events = new List<ScanStateView>();
        foreach (var scan in remembered.Scans)
        {
            events.Add(scan.Sku is { } sku
                ? await StockStateAsync(location, scan.EventId, sku, cancellation)
                : await ShipmentStateAsync(location, scan.EventId, cancellation));
        }

        var batch = remembered.Batch;
        return Answers.Ok(new ScanBatchStateView(
            batch.BatchId, batch.Accepted, batch.Duplicates, batch.Rejected, events));
    }

    private async Task<ScanStateView> ShipmentStateAsync(
        LocationId location, string eventId, CancellationToken cancellation)
    {
        var effect = await shipments.FindEffectAsync(location, eventId, cancellation);
        return new ScanStateView(
            eventId,
            effect is null ? "waiting" : effect.RefusalCode is null ? "applied" : "refused",
            effect?.RefusalCode,
            effect?.Detail,
            []);
    }

    private async Task<ScanStateView> StockStateAsync(
        LocationId location, string eventId, Sku sku, CancellationToken cancellation)
    {
        var entry = await accounts.FindRecordAsync(sku, $"{location}.{eventId}", cancellation);
        return new ScanStateView(
            eventId, entry is null ? "waiting" : "applied", null, null, entry?.Discrepancies ?? []);
    }

    public sealed record ScanBatchStateView(
        string BatchId, int Accepted, int Duplicates, IReadOnlyList<RejectedScanView> Rejected,
        IReadOnlyList<ScanStateView> Events);

    /// <param name="Status">waiting, applied or refused.</param>
    /// <param name="Discrepancies">Ids of what the books did not expect of it.</param>
    public sealed record ScanStateView(
        string EventId, string Status, string? Code, string? Detail, IReadOnlyList<string> Discrepancies);
}
