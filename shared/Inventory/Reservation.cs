using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Pieces of one SKU held for one order, by location, and how far they have come.</summary>
/// <param name="ExpiresAt">When the hold lapses unless the order stands by then, UTC;
/// null once it does not lapse.</param>
/// <param name="Holds">One for each location that gives pieces.</param>
public sealed record Reservation(OrderId Order, Sku Sku, DateTimeOffset? ExpiresAt, IReadOnlyList<Hold> Holds)
{
    /// <summary>Reason of movements that take pieces off the shelf for an order.</summary>
    public const string Picking = "pick";

    public int Quantity => Holds.Sum(hold => hold.Quantity);

    /// <summary>Whether the pieces went back to the shelf, for good.</summary>
    public bool IsReleased => Holds.All(hold => hold.Released == hold.Quantity);

    /// <summary>The order stands: the hold no longer lapses, and all its pieces go on pick lists.</summary>
    public ReservationStep Allocate(DateTimeOffset at) => Advance(
        this with { ExpiresAt = null },
        hold => hold with { Allocated = hold.Quantity - hold.Released }, "allocate", at);

    /// <summary>Brings one location's hold to at least these counts. Counts only grow, so that late and repeated
    /// reports change nothing; whatever is picked is allocated first, whatever is shipped is picked first.</summary>
    /// <param name="location">Whose hold.</param>
    /// <param name="picked">Pieces off the shelf, in all.</param>
    /// <param name="shipped">Pieces out of the house, in all.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="picks">When they were taken off the shelf, in the order in which it was told; null when nobody
    /// knows better than now. Many of them are booked a part at a time.</param>
    public ReservationStep Advance(
        LocationId location, int picked, int shipped, DateTimeOffset at, IReadOnlyList<PickedPieces>? picks = null)
    {
        picks ??= [];
        var before = Holds.FirstOrDefault(hold => hold.Location == location)?.Picked ?? 0;
        var reach = PickTimes.Reach(before, picked, picks);
        var isWhole = reach == picked;
        return Advance(
            this,
            hold => hold.Location == location ? hold.Reaching(reach, isWhole ? shipped : 0) : hold,
            "fulfil", at, new PickTimes(picks, picked, at)) with
        {
            IsWhole = isWhole,
        };
    }

    /// <summary>Gives back what no pick list has claimed yet.</summary>
    public ReservationStep Release(string reason, DateTimeOffset at) => Advance(
        this with { ExpiresAt = null },
        hold => hold with { Released = hold.Quantity - hold.Allocated }, reason, at);

    /// <summary>The reservation of a standing order as its movements say that it was.</summary>
    internal static Reservation FromJournal(OrderId order, Sku sku, IEnumerable<Movement> movements) => new(
        order, sku, null,
        [
            .. movements.Where(movement => movement.Cause == order.Value)
                .GroupBy(movement => movement.Location)
                .Select(own => new Hold(
                    own.Key,
                    Moved(own, StockState.Free, StockState.Reserved), Moved(own, StockState.Reserved, StockState.Free),
                    Moved(own, StockState.Reserved, StockState.Allocated),
                    Moved(own, StockState.Allocated, StockState.Picked),
                    Moved(own, StockState.Picked, StockState.Outside))),
        ]);

    private static int Moved(IEnumerable<Movement> movements, StockState from, StockState to) => movements
        .Where(movement => movement.From == from && movement.To == to).Sum(movement => movement.Quantity);

    /// <summary>Closes a reservation that nobody owns, for the stock desk: what is on the shelf is free again, what was
    /// picked is to be looked at. What has been shipped stays shipped.</summary>
    internal Reservation Closed() => this with
    {
        ExpiresAt = null,
        Holds =
        [
            .. Holds.Select(hold => hold with
            {
                Quantity = hold.Shipped, Released = 0, Allocated = hold.Shipped, Picked = hold.Shipped,
            }),
        ],
    };

    private static ReservationStep Advance(
        Reservation reservation, Func<Hold, Hold> advance, string reason, DateTimeOffset at,
        PickTimes? times = null)
    {
        times ??= new PickTimes([], 0, at);
        var movements = new List<Movement>();
        var holds = new List<Hold>();
        foreach (var before in reservation.Holds)
        {
            var after = advance(before);
            holds.Add(after);
            movements.AddRange(Book(reservation.Order, before, after, reason, at, times));
        }

        return new ReservationStep(reservation with { Holds = holds }, movements);
    }

    private static IEnumerable<Movement> Book(
        OrderId order, Hold before, Hold after, string reason, DateTimeOffset at, PickTimes times)
    {
        Movement Move(StockState from, StockState to, int earlier, int later, string why) => new(
            Movement.IdOf(at, $"{order}.{before.Location}.{why}.{later}"),
            before.Location, from, to, later - earlier, why, order.Value, "fulfilment", at);

        return new[]
        {
            Move(StockState.Reserved, StockState.Free, before.Released, after.Released, reason),
            Move(StockState.Reserved, StockState.Allocated, before.Allocated, after.Allocated, "allocate"),
        }
        .Concat(times.Between(before.Picked, after.Picked).Select(slice =>
            Move(StockState.Allocated, StockState.Picked, slice.From, slice.To, Picking) with
            {
                OccurredAt = slice.OccurredAt,
            }))
        .Append(Move(StockState.Picked, StockState.Outside, before.Shipped, after.Shipped, "ship"))
        .Where(movement => movement.Quantity > 0);
    }
}

/// <summary>What one location gives to an order. The counts are running totals of pieces, each at most the one before:
/// quantity ≥ allocated ≥ picked ≥ shipped.</summary>
public sealed record Hold(LocationId Location, int Quantity, int Released, int Allocated, int Picked, int Shipped)
{
    /// <summary>Pieces that neither went back nor have left the house.</summary>
    public int Open => Quantity - Released - Shipped;

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
public sealed record ReservationStep(Reservation Reservation, IReadOnlyList<Movement> Movements)
{
    /// <summary>What the step brought to light.</summary>
    public IReadOnlyList<Discrepancy> Discrepancies { get; init; } = [];

    /// <summary>Whether it went all the way; if not, it is to be asked for again.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>The level that the step was settled with: booked only while nobody counted it since. Null when counts
    /// do not matter to it.</summary>
    public StockLevel? Seen { get; init; }
}
