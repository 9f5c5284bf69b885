using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Keeps picks that are told late from disturbing a count: whoever counted after them saw the shelf without
/// those pieces.</summary>
public static class LatePickRules
{
    /// <summary>Whether the step says of pieces on the shelf that they left it before now.</summary>
    public static bool Concern(ReservationStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Movements.Any(movement => movement.ShelfChange != 0 && movement.OccurredAt < movement.At);
    }

    /// <summary>Adds to a step what leaves a counted shelf as it was counted.</summary>
    /// <param name="step">Of one location.</param>
    /// <param name="level">The level of that location, as it is now.</param>
    public static ReservationStep Settle(ReservationStep step, StockLevel level)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(level);
        var late = step.Movements
            .Where(movement => movement.Location == level.Location
                && movement.Reason == Reservation.Picking
                && level.CountedAt >= movement.OccurredAt)
            .ToList();
        return step with
        {
            Seen = level,
            Movements =
            [
                .. step.Movements,
                .. late.Select(movement => movement with
                {
                    Id = $"{movement.Id}.counted",
                    From = StockState.Outside,
                    To = StockState.Free,
                    Reason = LateRules.Counted,
                }),
            ],
            Discrepancies = [.. late.Select(movement => Explain(step.Reservation.Sku, movement, level))],
        };
    }

    private static Discrepancy Explain(Sku sku, Movement pick, StockLevel level) => new(
        Discrepancy.IdOf(pick.At, sku, $"{pick.Id}.counted"), sku, pick.Location, DiscrepancyKind.CountExplained,
        pick.Quantity, pick.Cause,
        $"Picked before the count of {level.CountedAt:u}, which had seen it, and told after it.",
        pick.OccurredAt, pick.At);
}
