using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>What became of the wish to hold permits.</summary>
public enum HoldOutcome
{
    Held,

    /// <summary>This order has, or had, a hold in this bucket.</summary>
    Known,

    /// <summary>The bucket has not that many.</summary>
    Short,
}

/// <summary>The buckets of drops, and the marks of drops in the books. Each call writes one partition, at once or not
/// at all. Holds are <see cref="Reservation"/>s that name their bucket; their steps go through
/// <see cref="IStockLedger.AdvanceAsync"/>.</summary>
public interface IDropBuckets
{
    /// <summary>All buckets of a drop by number, one read after the other; those not made yet are empty.</summary>
    Task<IReadOnlyList<Bucket>> ReadAsync(Sku sku, DropMark mark, CancellationToken cancellation);

    /// <summary>Makes a bucket that is not there. Safe to repeat.</summary>
    Task MakeAsync(BucketId bucket, CancellationToken cancellation);

    /// <summary>Takes free permits out of a bucket and notes where they go.</summary>
    /// <returns>False when it has not that many.</returns>
    Task<bool> SendAsync(BucketId from, int to, int pieces, CancellationToken cancellation);

    /// <summary>Puts permits into a bucket that were sent to it.</summary>
    /// <returns>False when it has received some from there since <see cref="Flight.Received"/> was read.</returns>
    Task<bool> ReceiveAsync(BucketId at, Flight flight, CancellationToken cancellation);

    /// <summary>Holds permits of the bucket that the reservation names, if they are free.</summary>
    Task<HoldOutcome> HoldAsync(Reservation hold, CancellationToken cancellation);

    Task<VersionedReservation?> FindHoldAsync(BucketId bucket, OrderId order, CancellationToken cancellation);

    /// <summary>Changes the mark on a level together with the pieces that the change moves. Free pieces are given only
    /// above all floors.</summary>
    /// <param name="sku">Whose books.</param>
    /// <param name="before">As it was read.</param>
    /// <param name="after">At the same location.</param>
    /// <param name="movements">All at that location.</param>
    /// <param name="others">Locations that must have no drop.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>False when the mark is another by now, or the pieces are gone.</returns>
    Task<bool> MarkAsync(
        Sku sku, DropMark before, DropMark after, IReadOnlyList<Movement> movements,
        IReadOnlyList<LocationId> others, CancellationToken cancellation);

    /// <summary>SKUs with a drop, closing ones included.</summary>
    Task<IReadOnlyList<Sku>> FindDropsAsync(int limit, CancellationToken cancellation);
}
