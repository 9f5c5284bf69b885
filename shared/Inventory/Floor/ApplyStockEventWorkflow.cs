namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Books an event, once, however often and in whatever order it is told.</summary>
public sealed class ApplyStockEventWorkflow(IStockAccounts accounts)
{
    private const int Attempts = 100;

    /// <exception cref="TimeoutException">Others kept changing the books of the SKU; tell it again.</exception>
    public async Task RunAsync(StockEvent happened, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var account = await accounts.ReadAsync(happened.Sku, happened, cancellation).ConfigureAwait(false);
            var entry = StockRules.Book(account, happened, now);
            if (await accounts.BookAsync(entry, cancellation).ConfigureAwait(false) != EntryOutcome.Changed)
            {
                return;
            }
        }

        throw new TimeoutException($"The books of {happened.Sku} kept changing.");
    }
}
