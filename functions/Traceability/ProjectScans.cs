using System.Text.Json;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Scanners;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Lets partners read our own scans as EPCIS events. The ledger has them already; a scan that is declared
/// wrong is withdrawn like any other event.</summary>
public sealed class ProjectScans(EventStore store, Storefront storefront, Locations locations)
{
    private const string OrderTask = "tsk_";
    private const int Writers = 16;

    [Function(nameof(ProjectScans))]
    [OnlyKind(ScanStore.Kind)]
    public Task RunAsync(
        [CosmosDBTrigger("%CosmosDatabase%", "work", Connection = "Cosmos", LeaseContainerPrefix = "project-scans-")]
        IReadOnlyList<ChangedDocument> documents,
        CancellationToken cancellation)
    {
        var events = new ScanEvents(storefront.Catalogue, locations);
        return Parallel.ForEachAsync(
            documents.Where(document => document.Kind == ScanStore.Kind)
                .Select(document => document.Body.Deserialize<CapturedScan>(ShopJson.Stored)!),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellation },
            async (scan, stop) => await ProjectAsync(events, scan, stop));
    }

    private async Task ProjectAsync(ScanEvents events, CapturedScan scan, CancellationToken cancellation)
    {
        if (events.Of(SeenOf(scan)) is { } happened)
        {
            var stock = scan.ToStockEvent();
            await store.CaptureAsync(
                happened, EventOrigin.Scan($"{scan.Location}.{scan.EventId}"),
                (_, _) => stock is null ? [] : [stock], cancellation);
        }
    }

    private static ScanSeen SeenOf(CapturedScan scan)
    {
        var order = scan.Task is { } task && task.StartsWith(OrderTask, StringComparison.Ordinal)
            ? OrderId.Prefix + task[OrderTask.Length..].Split('.')[0]
            : null;
        return new ScanSeen(
            scan.EventId, scan.Type, scan.Location, scan.Sku, scan.Sscc, scan.Quantity,
            OrderId.TryParse(order, out _) ? order : null,
            order is null ? scan.Task : null,
            scan.OccurredAt)
        { Lot = scan.Lot };
    }
}
