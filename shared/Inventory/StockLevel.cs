using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Through which door pieces are promised.</summary>
public enum Channel
{
    Web,
    Shop,
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
    /// <summary>Pieces given to the buckets of a drop.</summary>
    public int Escrow { get; init; }

    /// <summary>Free pieces above the safety stock that shops must leave for the web: a floor, not a quota.</summary>
    public int WebFence { get; init; }

    /// <summary>Free pieces above the safety stock that the web must leave for the shop: a floor, not a
    /// quota.</summary>
    public int ShopFence { get; init; }

    /// <summary>What the web must leave on the shelf. Stored, because the store checks it while it writes.</summary>
    public int KeptFromWeb { get; init; }

    /// <summary>What shops must leave on the shelf. Stored, because the store checks it while it writes.</summary>
    public int KeptFromShop { get; init; }

    /// <summary>When the shelf was last counted; what happened before and is reported later is in that count
    /// already. Null when it never was.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>Falls by one whenever <see cref="CountedAt"/> changes. The store checks while it writes that it has not
    /// fallen: a pick that is told late must know of every count.</summary>
    public int CountMark { get; init; }

    /// <summary>The latest time at which something changed on the shelf that the floor or the desk told of: what is
    /// told of earlier times is late. Null when nothing has.</summary>
    public DateTimeOffset? ShelfChangedAt { get; init; }

    /// <summary>Pieces that were put away before their receipt was told.</summary>
    public int PutAwayAhead { get; init; }

    /// <summary>Sellable pieces on the shelf, whoever they are held for. Free may be below zero, by pieces that are
    /// held and were sold over the counter nonetheless; this may not.</summary>
    public int OnHand => Free + Reserved + Allocated + Escrow;

    /// <summary>Pieces on the shelf that are held for orders, on a pick list or not yet.</summary>
    public int Held => Reserved + Allocated;

    /// <summary>On hand, less held, less safety: what may still be promised to somebody; never below zero.</summary>
    public int AvailableToPromise => Math.Max(0, Free - Safety);

    public static StockLevel Empty(LocationId location) => new(location, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>What may still be promised in a channel: less also what is fenced off for the other.</summary>
    public int AvailableTo(Channel channel) =>
        Math.Max(0, Free - (channel == Channel.Web ? KeptFromWeb : KeptFromShop));

    /// <summary>The level with other floors: the safety stock, and what is fenced off for a channel.</summary>
    public StockLevel Keeping(int safety, int webFence = 0, int shopFence = 0) => this with
    {
        Safety = safety,
        WebFence = webFence,
        ShopFence = shopFence,
        KeptFromWeb = safety + shopFence,
        KeptFromShop = safety + webFence,
    };

    /// <summary>The level with another last count; null when there is none any more.</summary>
    public StockLevel Counted(DateTimeOffset? at) => this with { CountedAt = at, CountMark = CountMark - 1 };

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
        StockState.Escrow => Escrow,
        _ => 0,
    };

    /// <summary>The level after a movement; pieces that are outside are not counted.</summary>
    public StockLevel After(Movement movement)
    {
        ArgumentNullException.ThrowIfNull(movement);
        return With(movement.From, movement.To, movement.Quantity);
    }

    internal StockLevel With(StockState from, StockState to, int quantity) => Add(from, -quantity).Add(to, quantity);

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
        StockState.Escrow => this with { Escrow = Escrow + pieces },
        _ => this,
    };
}
