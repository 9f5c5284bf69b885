using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>Why a drop cannot be opened.</summary>
public static class DropRefusal
{
    public static Refusal Buckets() => Refusal.Invalid(
        "drop.bad-buckets", "/buckets", $"A drop has {DropMark.FewestBuckets} to {DropMark.MostBuckets} buckets.");

    public static Refusal NotStocked(Sku sku, LocationId location) => Refusal.Invalid(
        "drop.not-stocked", "/location", $"{location} has no stock record of {sku}.");

    public static Refusal Otherwise(DropMark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return Refusal.Conflict(
            "drop.open-otherwise",
            $"It is a drop of {mark.Buckets} buckets at {mark.Location}; close that one first.");
    }

    public static Refusal Closing() => Refusal.Conflict(
        "drop.closing", "The last drop is still being closed: its holds have to run out.");

    public static Refusal None(Sku sku) => Refusal.NotFound("drop.none", $"{sku} is no drop.");
}
