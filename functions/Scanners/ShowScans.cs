using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Scanners;

/// <summary>Tells a device what became of a batch: which of its events have had their effect,
/// and which did not fit.</summary>
public sealed class ShowScans(ScanStore store, ShipmentStore shipments)
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
        foreach (var id in remembered.Events)
        {
            var effect = await shipments.FindEffectAsync(location, id, cancellation);
            events.Add(new ScanStateView(
                id,
                effect is null ? "waiting" : effect.RefusalCode is null ? "applied" : "refused",
                effect?.RefusalCode,
                effect?.Detail));
        }

        var batch = remembered.Batch;
        return Answers.Ok(new ScanBatchStateView(
            batch.BatchId, batch.Accepted, batch.Duplicates, batch.Rejected, events));
    }

    public sealed record ScanBatchStateView(
        string BatchId, int Accepted, int Duplicates, IReadOnlyList<RejectedScanView> Rejected,
        IReadOnlyList<ScanStateView> Events);

    /// <param name="Status">waiting, applied or refused.</param>
    public sealed record ScanStateView(string EventId, string Status, string? Code, string? Detail);
}
