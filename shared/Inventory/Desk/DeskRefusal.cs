using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Desk;

/// <summary>Why the stock desk says no.</summary>
public static class DeskRefusal
{
    public static Refusal BelowZero(Sku sku, LocationId location, StockState state, int held) =>
        Refusal.Conflict(
            "stock.below-zero",
            $"{location} has {held} of {sku} in the state {Word(state)}: that many cannot be taken.") with
        {
            Facts = new Dictionary<string, object>(StringComparer.Ordinal) { ["state"] = Word(state), ["held"] = held },
        };

    public static Refusal NoSuchPaper(DeskForm form) =>
        Refusal.NotFound($"{Word(form)}.not-found", $"There is no such {Word(form)}.");

    public static Refusal Closed(DeskForm form) =>
        Refusal.Conflict($"{Word(form)}.closed", $"The {Word(form)} is closed.");

    public static Refusal AnnouncedBefore(int parcel) =>
        Refusal.Conflict("receipt.parcel-announced", "A parcel of this number was announced here before.") with
        {
            Faults =
            [
                new InputFault($"/parcels/{parcel}/sscc", "receipt.parcel-announced", "This number was used before."),
            ],
        };

    public static Refusal OtherRequest() =>
        new(
            RefusalKind.Invalid, "idempotency.key-reused", "This key was used for another request; use a new one.");

    private static string Word<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
