using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>What the buckets of a drop answer to a buyer; at most one member is set.</summary>
/// <param name="Reservation">The pieces are held.</param>
/// <param name="Refusal">The order may hold nothing any more.</param>
/// <param name="Levels">The books have what the buckets have not: take it there.</param>
/// <param name="Available">There is not enough; this is what there is.</param>
public sealed record DropAnswer(
    Reservation? Reservation = null,
    Refusal? Refusal = null,
    IReadOnlyList<StockLevel>? Levels = null,
    int? Available = null)
{
    /// <summary>The drop is another by now: look at the levels again.</summary>
    public static DropAnswer Again { get; } = new();
}
