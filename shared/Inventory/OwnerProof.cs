using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Proves reservations from their owners: whoever holds pieces for good has an order that wants them, and an
/// order has what it wants.</summary>
public static class OwnerProof
{
    /// <summary>Rule of a reservation that never lapses and that no order wants.</summary>
    public const string NoOwner = "reservation has no owner";

    /// <summary>Rule of an order whose reservation the books have lost.</summary>
    public const string Lost = "order has its reservation";

    private const string Amount = "reservation holds what its order wants";

    /// <summary>The orders that the proof must know: those with pieces still held, by the reservations or by the
    /// journal.</summary>
    public static IReadOnlyList<OrderId> Asked(SkuBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return [.. book.Reservations.Where(IsOpen).Select(held => held.Order).Concat(LostIn(book).Keys).Distinct()];
    }

    /// <param name="book">Of one SKU.</param>
    /// <param name="owners">Every placed order of <see cref="Asked"/>, asked after the book was read: a reservation
    /// that never lapses has its order by then.</param>
    public static IReadOnlyList<StockFinding> Check(
        SkuBook book, IReadOnlyDictionary<OrderId, ReservationOwner> owners)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(owners);
        return
        [
            .. book.Reservations.Where(IsOpen)
                .SelectMany(held => Check(book.Sku, held, owners.GetValueOrDefault(held.Order))),
            .. from lost in LostIn(book)
               where owners.GetValueOrDefault(lost.Key) is { Stands: true }
               select new StockFinding(
                   book.Sku, lost.Value, StockState.Reserved, 0, owners[lost.Key].PiecesOf(book.Sku), Lost)
               {
                   Owner = lost.Key,
               },
        ];
    }

    /// <summary>Whether no order wants what this reservation holds for good.</summary>
    public static bool IsOwnerless(Reservation held, ReservationOwner? owner)
    {
        ArgumentNullException.ThrowIfNull(held);
        return IsOpen(held) && held.ExpiresAt is null && owner is not { Stands: true };
    }

    private static IEnumerable<StockFinding> Check(Sku sku, Reservation held, ReservationOwner? owner)
    {
        if (owner is not { Stands: true })
        {
            return !IsOwnerless(held, owner)
                ? []
                : held.Holds.Where(hold => hold.Open > 0).Select(hold =>
                    new StockFinding(sku, hold.Location, StockState.Reserved, hold.Open, 0, NoOwner)
                    {
                        Owner = held.Order,
                    });
        }

        var (holds, wants) = (held.Holds.Sum(hold => hold.Quantity - hold.Released), owner.PiecesOf(sku));
        return holds == wants
            ? []
            : [new StockFinding(sku, held.Holds[0].Location, StockState.Reserved, holds, wants, Amount)
            {
                Owner = held.Order,
            }];
    }

    private static bool IsOpen(Reservation held) => held.Holds.Any(hold => hold.Open > 0);

    // Pieces that the journal still holds for an order of which the books have no reservation.
    private static Dictionary<OrderId, LocationId> LostIn(SkuBook book)
    {
        var known = book.Reservations.Select(held => held.Order.Value).ToHashSet(StringComparer.Ordinal);
        return book.Movements
            .Where(movement => movement.Cause.StartsWith(OrderId.Prefix, StringComparison.Ordinal)
                && !known.Contains(movement.Cause))
            .GroupBy(movement => movement.Cause, StringComparer.Ordinal)
            .Where(group => OrderId.TryParse(group.Key, out _) && group.Sum(HeldChange) > 0)
            .ToDictionary(group => OrderId.Parse(group.Key), group => group.First().Location);
    }

    private static int HeldChange(Movement movement) =>
        (IsHeld(movement.To) ? movement.Quantity : 0) - (IsHeld(movement.From) ? movement.Quantity : 0);

    private static bool IsHeld(StockState state) =>
        state is StockState.Reserved or StockState.Allocated or StockState.Picked;
}
