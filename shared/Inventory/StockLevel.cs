using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Where a piece is in our books. Every piece is in exactly one state,
/// so that what leaves one enters another.</summary>
public enum StockState
{
    /// <summary>Not ours: a supplier, a customer, the bin.</summary>
    Outside,

    /// <summary>On the shelf and held for nobody.</summary>
    Free,

    /// <summary>On the shelf, held for an order since checkout.</summary>
    Reserved,

    /// <summary>On the shelf, on a pick list of this location.</summary>
    Allocated,

    /// <summary>Off the shelf, on its way to or in a parcel.</summary>
    Picked,

    /// <summary>Between two of our locations.</summary>
    InTransit,

    /// <summary>Announced by a supplier, not yet here.</summary>
    Incoming,

    /// <summary>Here and not sellable.</summary>
    Damaged,

    /// <summary>Here and being inspected.</summary>
    QualityHold,
}

/// <summary>What one location holds of one SKU, whole pieces by state, and its safety stock.</summary>
/// <remarks>A level is the fold of its movements; <see cref="StockProof"/> recomputes it.</remarks>
public sealed record StockLevel(
    LocationId Location,
    int Free,
    int Reserved,
    int Allocated,
    int Picked,
    int InTransit,
    int Incoming,
    int Damaged,
    int QualityHold,
    int Safety)
{
    /// <summary>Sellable pieces on the shelf, whoever they are held for.</summary>
    public int OnHand => Free + Reserved + Allocated;

    /// <summary>Pieces on the shelf that are held for orders, on a pick list or not yet.</summary>
    public int Held => Reserved + Allocated;

    /// <summary>On hand, less held, less safety: what may still be promised; never below zero.</summary>
    public int AvailableToPromise => Math.Max(0, Free - Safety);

    public static StockLevel Empty(LocationId location) => new(location, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public int In(StockState state) => state switch
    {
        StockState.Free => Free,
        StockState.Reserved => Reserved,
        StockState.Allocated => Allocated,
        StockState.Picked => Picked,
        StockState.InTransit => InTransit,
        StockState.Incoming => Incoming,
        StockState.Damaged => Damaged,
        StockState.QualityHold => QualityHold,
        _ => 0,
    };

    /// <summary>The level after a movement; pieces that are outside are not counted.</summary>
    public StockLevel After(Movement movement)
    {
        ArgumentNullException.ThrowIfNull(movement);
        return Add(movement.From, -movement.Quantity).Add(movement.To, movement.Quantity);
    }

    private StockLevel Add(StockState state, int pieces) => state switch
    {
        StockState.Free => this with { Free = Free + pieces },
        StockState.Reserved => this with { Reserved = Reserved + pieces },
        StockState.Allocated => this with { Allocated = Allocated + pieces },
        StockState.Picked => this with { Picked = Picked + pieces },
        StockState.InTransit => this with { InTransit = InTransit + pieces },
        StockState.Incoming => this with { Incoming = Incoming + pieces },
        StockState.Damaged => this with { Damaged = Damaged + pieces },
        StockState.QualityHold => this with { QualityHold = QualityHold + pieces },
        _ => this,
    };
}

/// <summary>One entry of the stock journal: pieces of one SKU at one location change their state.
/// Never altered.</summary>
/// <param name="Id">Follows from the cause, so that the same cause cannot be booked twice.</param>
/// <param name="Quantity">Whole pieces; one or more.</param>
/// <param name="Reason">Why, as a fixed word: <c>opening</c>, <c>reserve</c>, <c>pick</c>.</param>
/// <param name="Cause">The order or event behind it.</param>
/// <param name="By">Who: a function, a device, a person's id.</param>
/// <param name="At">UTC.</param>
public sealed record Movement(
    string Id,
    LocationId Location,
    StockState From,
    StockState To,
    int Quantity,
    string Reason,
    string Cause,
    string By,
    DateTimeOffset At);
