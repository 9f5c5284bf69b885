using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Desk;

/// <summary>Corrects the books by the desk. Unlike a scanner, which tells what it saw, the desk is refused where the
/// books do not hold as many.</summary>
public sealed class AdjustStockWorkflow(IStockAccounts accounts)
{
    private const int Attempts = 100;

    /// <summary>Safe to repeat: the same event is booked once.</summary>
    /// <param name="wanted">An adjustment with a reason that there is.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="TimeoutException">Others kept changing the books of the SKU; try it again.</exception>
    public async Task<Result<StockEvent>> RunAsync(
        StockEvent wanted, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var account = await accounts.ReadAsync(wanted.Sku, wanted, cancellation).ConfigureAwait(false);
            var held = HeldIn(account, wanted, out var state);
            if (held < Math.Abs(wanted.Quantity))
            {
                // What is short now may be short because this very adjustment is booked.
                return await accounts.FindAsync(wanted.Sku, wanted.Cause, cancellation).ConfigureAwait(false) is null
                    ? DeskRefusal.BelowZero(wanted.Sku, wanted.Location, state, held)
                    : wanted;
            }

            var entry = StockRules.Book(account, wanted, now);
            if (await accounts.BookAsync(entry, cancellation).ConfigureAwait(false) != EntryOutcome.Changed)
            {
                return wanted;
            }
        }

        throw new TimeoutException($"The books of {wanted.Sku} kept changing.");
    }

    // Outside is without end: what is found comes from there.
    private static int HeldIn(StockAccount account, StockEvent wanted, out StockState state)
    {
        var reason = AdjustmentReason.Find(wanted.Reason)!;
        state = reason.IsSigned && wanted.Quantity < 0 ? reason.To : reason.From;
        var level = account.Levels.FirstOrDefault(level => level.Value.Location == wanted.Location)?.Value;
        return state == StockState.Outside ? int.MaxValue : Math.Max(0, level?.In(state) ?? 0);
    }
}
