using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Lets people extend and give back what is held, whoever holds it, as long as it may still lapse. Who did it
/// and why is kept beside the books, before it is done.</summary>
public sealed class ReservationDesk(
    IDocuments documents, IStockLedger ledger, DeskHolds holds, ReserveStockWorkflow stock, IReservationOwners owners,
    IIdSource ids, TimeProvider clock)
{
    /// <summary>How far ahead a hold may be extended.</summary>
    public static TimeSpan Reach { get; } = TimeSpan.FromHours(24);

    private const int Attempts = 50;

    /// <summary>Extends a hold; asked for a time that it has already, it stays as it is.</summary>
    public async Task<Result<ReservationView>> ExtendAsync(
        Sku sku, string owner, DateTimeOffset until, string by, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var now = clock.GetUtcNow();
            var found = await FindAsync(sku, owner, now, cancellation);
            var wanted = found.Then(view => MayExtend(view, until, now));
            if (wanted.IsRefused || wanted.Value.ExpiresAt == until)
            {
                return wanted;
            }

            var deed = new StockDeed("extend", owner, by, $"{wanted.Value.ExpiresAt:O}", $"{until:O}", now);
            await KeepAsync(sku, deed, cancellation);
            if (await WriteAsync(sku, owner, until, cancellation))
            {
                return wanted.Value with { ExpiresAt = until, State = ReservationState.Held };
            }
        }

        throw new ConcurrentWriteException($"The reservation of {owner} for {sku}");
    }

    /// <summary>Gives a hold back; one that went back already stays so.</summary>
    public async Task<Result<ReservationView>> ReleaseAsync(
        Sku sku, string owner, string reason, string by, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var now = clock.GetUtcNow();
            var found = await FindAsync(sku, owner, now, cancellation);
            if (found.IsRefused || found.Value.State == ReservationState.Released)
            {
                return found;
            }

            // From here on no order can come of it; a checkout that is under way finds out and undoes itself.
            if (found.Value.ExpiresAt is null
                || (OrderId.TryParse(owner, out var order) && !await owners.GiveUpAsync(order, now, cancellation)))
            {
                return Stands(owner);
            }

            await KeepAsync(
                sku, new StockDeed("release", owner, by, found.Value.State.ToString(), reason, now), cancellation);
            if (await GiveBackAsync(sku, owner, by, now, cancellation))
            {
                return await FindAsync(sku, owner, now, cancellation);
            }
        }

        throw new ConcurrentWriteException($"The reservation of {owner} for {sku}");
    }

    private static Result<ReservationView> MayExtend(ReservationView held, DateTimeOffset until, DateTimeOffset now) =>
        held.State is ReservationState.Released or ReservationState.Lapsed
            ? Refusal.Conflict("stock.reservation-expired", "It has lapsed or went back; hold the pieces anew.")
        : held.ExpiresAt is null ? Stands(held.Owner)
        : until < held.ExpiresAt || until > now + Reach
            ? Refusal.Invalid("stock.bad-until", "/until", "Not before it lapses now, and at most 24 hours ahead.")
        : held;

    private static Refusal Stands(string owner) =>
        Refusal.Conflict("stock.reservation-stands", $"{owner} stands and holds its pieces for good.");

    private async Task<Result<ReservationView>> FindAsync(
        Sku sku, string owner, DateTimeOffset now, CancellationToken cancellation) =>
        OrderId.TryParse(owner, out var order)
            && await ledger.FindReservationAsync(sku, order, cancellation) is { } held
            ? ReservationView.Of(held.Value, now)
        : SortableId.IsValid(owner, DeskHold.Prefix)
            && await holds.FindAsync(sku, owner, cancellation) is { } kept
            ? ReservationView.Of(kept.Value, now)
        : Refusal.NotFound("stock.no-reservation", $"Nothing of {sku} is held for that owner.");

    // False also when it may no longer be extended: it is looked at again.
    private async Task<bool> WriteAsync(Sku sku, string owner, DateTimeOffset until, CancellationToken cancellation)
    {
        if (!OrderId.TryParse(owner, out var order))
        {
            return await holds.FindAsync(sku, owner, cancellation) is { Value.ExpiresAt: not null } kept
                && await holds.ExtendAsync(kept, until, cancellation);
        }

        return await ledger.FindReservationAsync(sku, order, cancellation) is { Value.ExpiresAt: not null } held
            && await ledger.AdvanceAsync(
                held, new ReservationStep(held.Value with { ExpiresAt = until }, []), cancellation)
                == BookingOutcome.Booked;
    }

    private async Task<bool> GiveBackAsync(
        Sku sku, string owner, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!OrderId.TryParse(owner, out var order))
        {
            return await holds.FindAsync(sku, owner, cancellation) is { Value.IsReleased: false } kept
                && await holds.ReleaseAsync(kept, "release", by, now, cancellation);
        }

        await stock.ReleaseAsync(order, sku, "release", now, cancellation);
        return true;
    }

    private Task<BatchOutcome> KeepAsync(Sku sku, StockDeed deed, CancellationToken cancellation) =>
        documents.CommitAsync(
            StockStore.Container.Name, sku.Value, [deed.ToOperation(ids.New("ded_"))], cancellation);
}
