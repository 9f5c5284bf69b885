using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>The books of one SKU and what their proof found.</summary>
public sealed record SkuProof(SkuBook Book, IReadOnlyList<StockFinding> Findings);

/// <summary>Reads and proves the books of one SKU.</summary>
public interface IStockBooks
{
    Task<SkuProof> ProveAsync(Sku sku, CancellationToken cancellation);
}

/// <summary>Who has books repaired, and why.</summary>
/// <param name="Cause">Names the repair; another one for each wish.</param>
/// <param name="Reason">What is known of the cause of the drift.</param>
public sealed record RepairWish(string Cause, string By, string Reason);

/// <summary>What a repair did.</summary>
/// <param name="Left">Findings that no movement can mend: somebody must look at the order.</param>
public sealed record RepairReport(IReadOnlyList<Movement> Movements, IReadOnlyList<StockFinding> Left);

/// <summary>Brings the books of one SKU to their proof by movements with a reason.</summary>
public sealed class RepairStockWorkflow(IStockBooks books, IStockAccounts accounts, IStockLedger ledger)
{
    // With the flags and the levels this stays within what the store writes at once.
    private const int StepsAtOnce = 40;
    private const int Attempts = 50;

    /// <summary>Safe to repeat: right books are left alone.</summary>
    /// <exception cref="TimeoutException">Others kept changing the books of the SKU.</exception>
    public async Task<RepairReport> RunAsync(
        Sku sku, RepairWish wish, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var done = new List<Movement>();
        var entries = 0;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // Before the proof: whatever is booked in between changes a version, and the plan is made again.
            var account = await accounts.ReadAsync(sku, null, cancellation).ConfigureAwait(false);
            var proof = await books.ProveAsync(sku, cancellation).ConfigureAwait(false);
            var plan = StockRepair.Plan(proof.Book, proof.Findings);
            if (plan.Locations.Count == 0)
            {
                return new RepairReport(done, proof.Findings);
            }

            var closed = await ClosedAsync(proof.Book, plan, cancellation).ConfigureAwait(false);
            if (closed is null || !AreSame(account, proof.Book))
            {
                continue;
            }

            var entry = EntryOf(account, plan, wish with { Cause = $"{wish.Cause}.{++entries}" }, now) with
            {
                Reservations =
                [
                    .. closed.Select(held => new Versioned<Reservation>(held.Value.Closed(), held.Version)),
                    .. plan.Restored.Select(held => new Versioned<Reservation>(held, null)),
                ],
            };
            if (await accounts.BookAsync(entry, cancellation).ConfigureAwait(false) == EntryOutcome.Booked)
            {
                done.AddRange(entry.Movements);
            }
        }

        throw new TimeoutException($"The books of {sku} kept changing.");
    }

    private static bool AreSame(StockAccount account, SkuBook book) =>
        account.Levels.Select(level => level.Value).ToHashSet().SetEquals(book.Levels);

    private static StockEntry EntryOf(StockAccount account, RepairPlan plan, RepairWish wish, DateTimeOffset now)
    {
        var draft = new StockDraft(account, wish.Cause, wish.By, now, now);
        var taken = 0;
        foreach (var location in plan.Locations)
        {
            var steps = plan.Steps.Where(step => step.Location == location).ToList();
            if (taken > 0 && plan.Closed.Count + plan.Restored.Count == 0 && taken + steps.Count > StepsAtOnce)
            {
                break;
            }

            taken += steps.Count;
            foreach (var step in steps)
            {
                Apply(draft, step, wish.Reason);
            }

            // A report from before the repair, told after it, must see what the repair did to the shelf.
            draft.Set(draft.Level(location) with { ShelfChangedAt = now });
        }

        return draft.ToEntry(null);
    }

    private static void Apply(StockDraft draft, RepairStep step, string reason)
    {
        if (step.IsNote)
        {
            draft.Note(step.Location, step.From, step.To, step.Quantity, step.Reason);
            return;
        }

        draft.Move(step.Location, step.From, step.To, step.Quantity, step.Reason);
        draft.Flag(
            DiscrepancyKind.Repaired, step.Location,
            step.To == StockState.Outside ? -step.Quantity : step.Quantity, $"{step.Why} {reason}");
    }

    // Null when one of them is no longer as the proof saw it.
    private async Task<IReadOnlyList<VersionedReservation>?> ClosedAsync(
        SkuBook book, RepairPlan plan, CancellationToken cancellation)
    {
        var closed = new List<VersionedReservation>();
        foreach (var order in plan.Closed)
        {
            var found = await ledger.FindReservationAsync(book.Sku, order, cancellation).ConfigureAwait(false);
            var seen = book.Reservations.First(held => held.Order == order);
            if (found is null || !found.Value.Holds.SequenceEqual(seen.Holds))
            {
                return null;
            }

            closed.Add(found);
        }

        return closed;
    }
}
