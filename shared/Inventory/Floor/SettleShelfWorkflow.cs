using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Brings a shelf to what follows from when things happened, after orders' picks have been booked on it: picks
/// are booked as they are told, and may be late, or of pieces that the books did not have.</summary>
public sealed class SettleShelfWorkflow(IStockAccounts accounts)
{
    private const int Attempts = 100;

    /// <summary>Safe to repeat for the same cause. Writes nothing where the books are right, as they nearly always
    /// are.</summary>
    /// <param name="sku">What was picked.</param>
    /// <param name="level">Of the shelf, read after the picks were booked.</param>
    /// <param name="picks">When pieces were taken, UTC.</param>
    /// <param name="cause">The pick that is settled.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="TimeoutException">Others kept changing the books of the SKU; tell it again.</exception>
    public async Task RunAsync(
        Sku sku, StockLevel level, IEnumerable<DateTimeOffset> picks, string cause, DateTimeOffset now,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(level);
        var open = picks.Where(at => !(level.CountedAt >= at)).DefaultIfEmpty(now).Min();
        if (level.OnHand >= 0 && !(level.ShelfChangedAt > open))
        {
            return;
        }

        var since = new StockEvent(cause, StockEventKind.Sale, level.Location, sku, 1, open, "fulfilment");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var account = await accounts.ReadAsync(sku, since, cancellation).ConfigureAwait(false);
            var draft = new StockDraft(account, $"settled.{cause}", "fulfilment", open, now);
            if (!(draft.Before(level.Location).CountedAt >= open))
            {
                LateRules.PlayAgain(draft, level.Location, open);
            }

            if (!draft.Touched.Any()
                || await accounts.BookAsync(draft.ToEntry(null), cancellation).ConfigureAwait(false)
                    != EntryOutcome.Changed)
            {
                return;
            }
        }

        throw new TimeoutException($"The books of {sku} kept changing.");
    }
}
