using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Pieces of one SKU held for one order, by location, and how far they have come.</summary>
/// <param name="ExpiresAt">When the hold lapses unless the order stands by then, UTC;
/// null once it does not lapse.</param>
/// <param name="Holds">One for each location that gives pieces.</param>
public sealed record Reservation(OrderId Order, Sku Sku, DateTimeOffset? ExpiresAt, IReadOnlyList<Hold> Holds)
{
    /// <summary>The bucket of a drop that holds the pieces, which lie in escrow in the books; null where the books
    /// themselves hold them.</summary>
    public BucketId? Bucket { get; init; }

    /// <summary>The bucket that held the pieces before the books did; null when none did.</summary>
    public BucketId? ClaimedFrom { get; init; }

    public int Quantity => Holds.Sum(hold => hold.Quantity);

    /// <summary>Pieces that no pick list has claimed and that did not go back.</summary>
    public int Open => Holds.Sum(hold => hold.Quantity - hold.Released - hold.Allocated);

    /// <summary>Whether the pieces went back to the shelf, for good.</summary>
    public bool IsReleased => Holds.All(hold => hold.Released == hold.Quantity);

    /// <summary>The order stands: the hold no longer lapses, and all its pieces go on pick lists.</summary>
    public ReservationStep Allocate(DateTimeOffset at) => Advance(
        this with { ExpiresAt = null },
        hold => hold with { Allocated = hold.Quantity - hold.Released }, "allocate", at);

    /// <summary>Brings one location's hold to at least these counts. Counts only grow, so that late and repeated
    /// reports change nothing; whatever is picked is allocated first, whatever is shipped is picked first.</summary>
    public ReservationStep Advance(LocationId location, int picked, int shipped, DateTimeOffset at) => Advance(
        this,
        hold => hold.Location == location ? hold.Reaching(picked, shipped) : hold,
        "fulfil", at);

    /// <summary>Gives back what no pick list has claimed yet.</summary>
    public ReservationStep Release(string reason, DateTimeOffset at) => Advance(
        this with { ExpiresAt = null },
        hold => hold with { Released = hold.Quantity - hold.Allocated }, reason, at);

    private static ReservationStep Advance(
        Reservation reservation, Func<Hold, Hold> advance, string reason, DateTimeOffset at)
    {
        var movements = new List<Movement>();
        var holds = new List<Hold>();
        foreach (var before in reservation.Holds)
        {
            var after = advance(before);
            holds.Add(after);

            // What a bucket holds stays in escrow in the books, whoever holds it.
            if (reservation.Bucket is null)
            {
                movements.AddRange(Book(reservation.Order, before, after, reason, at));
            }
        }

        return new ReservationStep(reservation with { Holds = holds }, movements);
    }

    private static IEnumerable<Movement> Book(
        OrderId order, Hold before, Hold after, string reason, DateTimeOffset at)
    {
        Movement? Move(StockState from, StockState to, int earlier, int later, string why) => later <= earlier
            ? null
            : new Movement(
                Movement.IdOf(at, $"{order}.{before.Location}.{why}.{later}"),
                before.Location, from, to, later - earlier, why, order.Value, "fulfilment", at);

        return new[]
        {
            Move(StockState.Reserved, StockState.Free, before.Released, after.Released, reason),
            Move(StockState.Reserved, StockState.Allocated, before.Allocated, after.Allocated, "allocate"),
            Move(StockState.Allocated, StockState.Picked, before.Picked, after.Picked, "pick"),
            Move(StockState.Picked, StockState.Outside, before.Shipped, after.Shipped, "ship"),
        }.OfType<Movement>();
    }
}

/// <summary>What one location gives to an order. The counts are running totals of pieces, each at most the one before:
/// quantity ≥ allocated ≥ picked ≥ shipped.</summary>
public sealed record Hold(LocationId Location, int Quantity, int Released, int Allocated, int Picked, int Shipped)
{
    public static Hold Of(LocationId location, int quantity) => new(location, quantity, 0, 0, 0, 0);

    /// <summary>The hold with counts of at least these, and never more than it holds.</summary>
    public Hold Reaching(int picked, int shipped)
    {
        var most = Quantity - Released;
        var newShipped = Math.Min(most, Math.Max(Shipped, shipped));
        var newPicked = Math.Min(most, Math.Max(Math.Max(Picked, picked), newShipped));
        return this with { Allocated = Math.Max(Allocated, newPicked), Picked = newPicked, Shipped = newShipped };
    }
}

/// <summary>A reservation after a step, and the movements that book it.</summary>
public sealed record ReservationStep(Reservation Reservation, IReadOnlyList<Movement> Movements);
