using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Inventory.Drops;

/// <summary>Looks after all drops: finishes moves that were cut off, gives new free pieces to the buckets, levels them,
/// and ends what is closing.</summary>
public sealed class TendDrops(TendDropWorkflow workflow, IDropBuckets buckets, TimeProvider clock)
{
    private const int PerTick = 100;

    [Function(nameof(TendDrops))]
    public async Task RunAsync(
        [TimerTrigger("%TendDropsSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        foreach (var sku in await buckets.FindDropsAsync(PerTick, cancellation))
        {
            await workflow.TendAsync(sku, clock.GetUtcNow(), cancellation);
        }
    }
}
