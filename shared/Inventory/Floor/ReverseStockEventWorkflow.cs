using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Withdraws an event that did not happen, or not so: what it moved is moved back by new movements, and the
/// old ones stay.</summary>
public sealed class ReverseStockEventWorkflow(IStockAccounts accounts)
{
    private const int Attempts = 100;

    /// <summary>Safe to repeat.</summary>
    /// <returns>False when no such event was booked.</returns>
    public async Task<bool> RunAsync(
        Sku sku, string cause, string by, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var booked = await accounts.FindAsync(sku, cause, cancellation).ConfigureAwait(false);
            if (booked is null)
            {
                return false;
            }

            var account = await accounts.ReadAsync(sku, booked.Event, cancellation).ConfigureAwait(false);
            var entry = Withdraw(account, booked, cause, by, reason, now);
            if (await accounts.BookAsync(entry, cancellation).ConfigureAwait(false) != EntryOutcome.Changed)
            {
                return true;
            }
        }

        throw new TimeoutException($"The books of {sku} kept changing.");
    }

    private static StockEntry Withdraw(
        StockAccount account, BookedEvent booked, string cause, string by, string reason, DateTimeOffset now)
    {
        var occurredAt = booked.Event?.OccurredAt ?? booked.At;
        var draft = new StockDraft(account, $"withdrawn.{cause}", by, occurredAt, now);

        // What was only booked to make the shelf add up is found anew.
        foreach (var movement in booked.Movements.Reverse().Where(movement => !LateRules.IsFound(movement)))
        {
            draft.Take(movement.Location, movement.To, movement.From, movement.Quantity, reason);
        }

        if (booked.Event is { } happened)
        {
            Forget(draft, happened, booked.Movements);
            LateRules.Settle(
                draft, happened.Location, occurredAt, isCount: happened.Kind == StockEventKind.Count);
        }

        return draft.ToEntry(null);
    }

    private static void Forget(StockDraft draft, StockEvent happened, IReadOnlyList<Movement> movements)
    {
        var level = draft.Level(happened.Location);
        switch (happened.Kind)
        {
            case StockEventKind.Count when level.CountedAt == happened.OccurredAt:
                draft.Set(level.Counted(null));
                break;
            case StockEventKind.Receive:
                ForgetReceipt(draft, happened, movements);
                break;
            case StockEventKind.TransferOut or StockEventKind.TransferIn
                when draft.Paper<TransitPaper>(happened.Paper ?? TransitPaper.Unnamed) is { } transit:
                draft.Put(TransitWithout(draft, transit, happened, movements));
                break;
        }
    }

    private static void ForgetReceipt(StockDraft draft, StockEvent happened, IReadOnlyList<Movement> movements)
    {
        // Without the receipt's id several may have been met: those that are met the latest are opened first.
        var met = movements.Where(movement => movement.From == StockState.Incoming).Sum(movement => movement.Quantity);
        foreach (var paper in draft.Papers<ExpectedPaper>()
            .Where(paper => paper.Location == happened.Location)
            .Where(paper => happened.Paper is null || paper.Id == happened.Paper)
            .OrderByDescending(paper => paper.ExpectedOn)
            .ThenByDescending(paper => paper.Id, StringComparer.Ordinal))
        {
            var given = Math.Min(happened.Paper is null ? met : happened.Quantity, paper.Received);
            met -= given;
            if (given > 0)
            {
                draft.Put(paper with { Received = paper.Received - given });
            }
        }
    }

    private static TransitPaper TransitWithout(
        StockDraft draft, TransitPaper paper, StockEvent happened, IReadOnlyList<Movement> movements)
    {
        if (happened.Kind == StockEventKind.TransferIn)
        {
            var onTheWayAgain = movements
                .Where(movement => movement.From == StockState.InTransit)
                .Select(movement => new Parcel(movement.Location, movement.Quantity));
            return paper with
            {
                In = Less(paper.In, happened.Location, happened.Quantity, out _),
                Out = [.. onTheWayAgain, .. paper.Out],
                Received = paper.Received - happened.Quantity,
            };
        }

        var rest = Less(paper.Out, happened.Location, happened.Quantity, out var arrived);
        if (arrived > 0)
        {
            draft.Flag(
                DiscrepancyKind.Withdrawn, happened.Location, -arrived,
                "The arrival of these pieces is reported and stays.");
        }

        return paper with { Out = rest, Sent = paper.Sent - happened.Quantity };
    }

    private static List<Parcel> Less(
        IReadOnlyList<Parcel> open, LocationId location, int quantity, out int left)
    {
        var kept = new List<Parcel>();
        foreach (var parcel in open)
        {
            var taken = parcel.Location == location ? Math.Min(quantity, parcel.Quantity) : 0;
            quantity -= taken;
            if (parcel.Quantity > taken)
            {
                kept.Add(parcel with { Quantity = parcel.Quantity - taken });
            }
        }

        left = quantity;
        return kept;
    }
}
