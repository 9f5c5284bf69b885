using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Chooses the locations that give pieces to an order.</summary>
public static class ReservationPlan
{
    /// <summary>One location if any can give everything, the one with most to promise; otherwise as few as possible.
    /// Warehouses come before shops.</summary>
    /// <param name="levels">All levels of the SKU.</param>
    /// <param name="quantity">Whole pieces; one or more.</param>
    /// <param name="isWarehouse">Tells warehouses from shops.</param>
    /// <returns>The holds; null when all locations together cannot promise that many.</returns>
    public static IReadOnlyList<Hold>? For(
        IEnumerable<StockLevel> levels, int quantity, Func<LocationId, bool> isWarehouse)
    {
        var ranked = levels
            .Where(level => level.AvailableTo(Channel.Web) > 0)
            .OrderByDescending(level => isWarehouse(level.Location))
            .ThenByDescending(level => level.AvailableTo(Channel.Web))
            .ThenBy(level => level.Location.Value, StringComparer.Ordinal)
            .ToList();
        var single = ranked.Find(level => level.AvailableTo(Channel.Web) >= quantity);
        return single is not null ? [Hold.Of(single.Location, quantity)] : Split(ranked, quantity);
    }

    private static List<Hold>? Split(IEnumerable<StockLevel> ranked, int quantity)
    {
        var holds = new List<Hold>();
        var missing = quantity;
        foreach (var level in ranked.OrderByDescending(level => level.AvailableTo(Channel.Web)))
        {
            var given = Math.Min(missing, level.AvailableTo(Channel.Web));
            holds.Add(Hold.Of(level.Location, given));
            missing -= given;
            if (missing == 0)
            {
                return holds;
            }
        }

        return null;
    }

    /// <summary>The movements that book a new reservation.</summary>
    public static IReadOnlyList<Movement> Book(Reservation reservation, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        return
        [
            .. reservation.Holds.Select(hold => new Movement(
                Movement.IdOf(at, $"{reservation.Order}.{hold.Location}.reserve.{hold.Quantity}"),
                hold.Location, StockState.Free, StockState.Reserved, hold.Quantity,
                "reserve", reservation.Order.Value, "checkout", at)),
        ];
    }
}
