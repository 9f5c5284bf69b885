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

    /// <summary>Sent to another of our locations, which has not reported its arrival: ours until it does.</summary>
    InTransit,

    /// <summary>Announced by a supplier, not yet here.</summary>
    Incoming,

    /// <summary>Here and not sellable.</summary>
    Damaged,

    /// <summary>Here and being inspected.</summary>
    QualityHold,

    /// <summary>On the shelf, and given to the buckets of a drop: they say who holds it.</summary>
    Escrow,
}
