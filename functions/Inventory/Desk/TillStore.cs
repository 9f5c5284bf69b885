using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Keeps what tills sold: each line of a receipt once, with the fact that has it booked, in the location's
/// partition.</summary>
public sealed class TillStore(IDocuments documents, Outbox outbox)
{
    private const string Kind = "till-line";
    private const int PerBatch = 45;
    private const int AtOnce = 8;

    // Later the books of each SKU still know the line.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly string Container = ShipmentStore.Container.Name;

    /// <returns>How many of the lines were new.</returns>
    public async Task<int> CaptureAsync(IReadOnlyList<StockEvent> lines, CancellationToken cancellation)
    {
        var stored = 0;
        var chunks = lines.DistinctBy(line => line.Cause).GroupBy(line => line.Location)
            .SelectMany(place => place.Chunk(PerBatch));
        await Parallel.ForEachAsync(
            chunks, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (chunk, token) => Interlocked.Add(ref stored, await CaptureChunkAsync(chunk, token)));
        return stored;
    }

    private async Task<int> CaptureChunkAsync(StockEvent[] chunk, CancellationToken cancellation)
    {
        var location = chunk[0].Location;
        for (var fresh = chunk; fresh.Length > 0; fresh = await UnknownAsync(location, chunk, cancellation))
        {
            var outcome = await documents.CommitAsync(
                Container, location.Value,
                [
                    .. fresh.Select(line => DocumentOperation.New(IdOf(line), Kind, line, Kept)),
                    .. fresh.Select(line => ApplyStockEvent.Captured(outbox, line)),
                ],
                cancellation);
            if (outcome.IsCommitted)
            {
                return fresh.Length;
            }
        }

        return 0;
    }

    private async Task<StockEvent[]> UnknownAsync(
        LocationId location, StockEvent[] chunk, CancellationToken cancellation)
    {
        var unknown = new List<StockEvent>();
        foreach (var line in chunk)
        {
            if (await documents.ReadAsync(Container, location.Value, IdOf(line), cancellation) is null)
            {
                unknown.Add(line);
            }
        }

        return [.. unknown];
    }

    private static string IdOf(StockEvent line) => $"till|{line.EventId}";
}
