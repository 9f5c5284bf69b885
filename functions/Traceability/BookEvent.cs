using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Has an event booked that somebody else told, or has it withdrawn when it was declared wrong. Whichever of
/// the two comes first, in the end the ledger is as if the event had never been.</summary>
public sealed class BookEvent(
    EventStore store, ApplyStockEventWorkflow apply, ReverseStockEventWorkflow reverse, TimeProvider clock)
{
    /// <summary>Why movements are taken back, in the ledger's journal.</summary>
    public const string Reason = "error-declared";
    private const int Writers = 8;

    [Function(nameof(BookEvent))]
    public async Task RunAsync(
        [ServiceBusTrigger(EventStore.EventStoredQueue, Connection = "ServiceBus")] CloudEvent<EventStored> message,
        CancellationToken cancellation)
    {
        var key = EventKey.Parse(message.Data.Key);
        var happened = await store.FindAsync(key with { IsDeclaration = false }, cancellation);
        var declaration = await store.FindAsync(key with { IsDeclaration = true }, cancellation);

        // A declaration of what nobody told has nothing to take back; told later, the event is not booked at all.
        if (happened is null || (declaration is not null && !key.IsDeclaration))
        {
            return;
        }

        await Parallel.ForEachAsync(
            happened.Stock,
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellation },
            async (stock, stop) =>
            {
                // Booked first, once: so there is something to take back, and nothing can book it afterwards.
                await apply.RunAsync(stock, clock.GetUtcNow(), stop);
                if (key.IsDeclaration)
                {
                    await reverse.RunAsync(stock.Sku, stock.Cause, stock.By, Reason, clock.GetUtcNow(), stop);
                }
            });
    }
}
