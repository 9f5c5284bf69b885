using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>One entry of the stock journal: pieces of one SKU at one location change their state.
/// Never altered.</summary>
/// <param name="Id">Begins with the time of booking and names the cause.</param>
/// <param name="Quantity">Whole pieces; one or more.</param>
/// <param name="Reason">Why, as a fixed word: <c>opening</c>, <c>reserve</c>, <c>pick</c>.</param>
/// <param name="Cause">The order or event behind it.</param>
/// <param name="By">Who: a function, a device, a person's id.</param>
/// <param name="At">When it was booked, UTC.</param>
public sealed record Movement(
    string Id,
    LocationId Location,
    StockState From,
    StockState To,
    int Quantity,
    string Reason,
    string Cause,
    string By,
    DateTimeOffset At)
{
    private static readonly StockState[] Shelf =
        [StockState.Free, StockState.Reserved, StockState.Allocated, StockState.Escrow];

    /// <summary>Names a movement so that the journal of a SKU reads in the order of booking.</summary>
    /// <param name="at">When it is booked, UTC.</param>
    /// <param name="cause">The rest of the name, unique among the movements of the SKU.</param>
    public static string IdOf(DateTimeOffset at, string cause) => $"mov_{SortableId.TimeOf(at)}.{cause}";

    /// <summary>When it happened in the world, UTC; scanners may tell days later.</summary>
    public DateTimeOffset OccurredAt { get; init; } = At;

    /// <summary>By how many pieces it filled the shelf; below zero when it emptied it.</summary>
    public int ShelfChange => (Shelf.Contains(To) ? Quantity : 0) - (Shelf.Contains(From) ? Quantity : 0);
}
