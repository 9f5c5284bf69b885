using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Why stock says no.</summary>
public static class StockRefusal
{
    /// <summary>One line that cannot be met, and what could be had of it.</summary>
    public sealed record Shortage(Sku Sku, int Wanted, int Available);

    public static Refusal NotEnough(IReadOnlyList<Shortage> lines) =>
        Refusal.Conflict("stock.not-enough", "There is not enough stock for this order.") with
        {
            Facts = new Dictionary<string, object>(StringComparer.Ordinal) { ["lines"] = lines },
        };

    public static Refusal Released(OrderId order) =>
        Refusal.Conflict("stock.reservation-expired", $"The reservation of {order} has lapsed; check out again.");

    public static Refusal Unknown(string sku) =>
        Refusal.NotFound("stock.unknown-sku", $"There is no stock record of {sku}.");
}
