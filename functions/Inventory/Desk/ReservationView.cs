using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>How far held pieces have come.</summary>
public enum ReservationState
{
    /// <summary>Held until its time.</summary>
    Held,

    /// <summary>Its time is over: given back with the next sweep, unless its order stands.</summary>
    Lapsed,

    /// <summary>Its order stands, and is not on a pick list yet.</summary>
    Standing,

    Allocated,
    Picked,
    Shipped,

    /// <summary>Back on the shelf.</summary>
    Released,
}

/// <summary>Pieces of one SKU that are held for somebody, or were.</summary>
/// <param name="Owner">An order, or a hold of a shop's desk.</param>
/// <param name="ExpiresAt">UTC; null when it does not lapse, or no more.</param>
/// <param name="Note">For whom a desk keeps them; null for orders.</param>
public sealed record ReservationView(
    string Owner, Sku Sku, ReservationState State, DateTimeOffset? ExpiresAt, IReadOnlyList<Hold> Holds, string? Note)
{
    public static ReservationView Of(Reservation held, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(held);
        var state = StateOf(held.Holds, held.ExpiresAt, now);
        return new(held.Order.Value, held.Sku, state, held.ExpiresAt, held.Holds, null);
    }

    public static ReservationView Of(DeskHold kept, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var state = StateOf([kept.Hold], kept.ExpiresAt, now);
        return new(kept.Id, kept.Sku, state, kept.ExpiresAt, [kept.Hold], kept.Note);
    }

    /// <returns>Null when the document holds nothing for anybody.</returns>
    public static ReservationView? Of(Document row, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Kind switch
        {
            StockStore.ReservationKind => Of(row.As<Reservation>(), now),
            DeskHolds.Kind => Of(row.As<DeskHold>(), now),
            _ => null,
        };
    }

    private static ReservationState StateOf(IReadOnlyList<Hold> holds, DateTimeOffset? expiresAt, DateTimeOffset now) =>
        holds.All(hold => hold.Released == hold.Quantity) ? ReservationState.Released
        : holds.All(hold => hold.Open == 0) ? ReservationState.Shipped
        : holds.Any(hold => hold.Picked > 0) ? ReservationState.Picked
        : holds.Any(hold => hold.Allocated > 0) ? ReservationState.Allocated
        : expiresAt is null ? ReservationState.Standing
        : expiresAt < now ? ReservationState.Lapsed
        : ReservationState.Held;
}

public sealed record ReservationListView(IReadOnlyList<ReservationView> Items, string? NextCursor);
