using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Scanners;

/// <summary>Takes in what scanners saw, in any order and more than once. Accepted means on disk; one bad event never
/// blocks its neighbours. What an event does to stock and orders follows.</summary>
public sealed class CaptureScans(ScanReading reading, ScanStore store, DeviceSightings sightings)
{
    private const int MaxEvents = 500;

    [Function(nameof(CaptureScans))]
    [Authorize(Policy = Access.Device)]
    [Consumes(typeof(ScanBatchContract), "application/json")]
    [ProducesResponseType<ScanBatchView>(202)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "scans")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<ScanBatchBody>(cancellation);
        var batch = body.Then(Check);
        if (batch.IsRefused)
        {
            return batch.Refusal!.ToProblem();
        }

        var device = request.HttpContext.User;
        var location = LocationId.Parse(device.FindFirst(Access.LocationClaim)!.Value);
        var accepted = new List<CapturedScan>();
        var rejected = new List<RejectedScanView>();
        for (var index = 0; index < batch.Value.Events.Count; index++)
        {
            var scan = reading.Read(batch.Value.Events[index], location, device.Identity!.Name!);
            if (scan.Refusal is { } refusal)
            {
                rejected.Add(new RejectedScanView(index, refusal.Code, refusal.Detail));
            }
            else
            {
                accepted.Add(scan.Value);
            }
        }

        var stored = await store.CaptureAsync(location, accepted, cancellation);
        var view = new ScanBatchView(batch.Value.BatchId, stored, accepted.Count - stored, rejected);
        await store.RememberAsync(
            location, view, [.. accepted.DistinctBy(scan => scan.EventId).Select(RememberedOf)], cancellation);
        sightings.Note(device.Identity!.Name!, view.BatchId);
        return TypedResults.Json(view, Platform.Json.ShopJson.Stored, statusCode: StatusCodes.Status202Accepted);
    }

    private static RememberedScan RememberedOf(CapturedScan scan) => new(scan.EventId, scan.ToStockEvent()?.Sku);

    private static Result<ScanBatchBody> Check(ScanBatchBody body) =>
        !ScanReading.IsId(body.BatchId)
            ? Refusal.Invalid("scan.bad-batch-id", "/batchId", "1 to 64 letters, digits, hyphens and underscores.")
        : body.Events.Count > MaxEvents
            ? Refusal.Invalid("scan.too-many-events", "/events", $"A batch holds {MaxEvents} events at most.")
        : body;

    /// <summary>Read with its events unread: each is judged by itself.</summary>
    public sealed record ScanBatchBody(string BatchId, IReadOnlyList<JsonElement> Events);

    /// <summary>What the description of the API says of the body.</summary>
    public sealed record ScanBatchContract(string BatchId, IReadOnlyList<ScanEventBody> Events);
}

/// <summary>What became of a batch when it was taken in.</summary>
/// <param name="Accepted">Events that were new, now on disk.</param>
/// <param name="Duplicates">Events that were known already; nothing happens twice.</param>
public sealed record ScanBatchView(
    string BatchId, int Accepted, int Duplicates, IReadOnlyList<RejectedScanView> Rejected);

/// <param name="Index">Place in the batch, from 0.</param>
public sealed record RejectedScanView(int Index, string Code, string Detail);
