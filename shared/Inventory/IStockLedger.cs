using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>What became of a booking.</summary>
public enum BookingOutcome
{
    Booked,

    /// <summary>A reservation of this order and SKU is there already.</summary>
    AlreadyReserved,

    /// <summary>A level or the reservation changed since it was read: read again.</summary>
    Changed,
}

/// <summary>A reservation as read, with the version that a write must name.</summary>
public sealed record VersionedReservation(Reservation Value, string Version);

/// <summary>The stock books. Levels, movements and reservations of one SKU change together or not at all.</summary>
public interface IStockLedger
{
    /// <returns>The levels of all locations; empty when the SKU has never been stocked.</returns>
    Task<IReadOnlyList<StockLevel>> LevelsAsync(Sku sku, CancellationToken cancellation);

    /// <returns>The level of one location; null when the SKU was never stocked there.</returns>
    Task<StockLevel?> FindLevelAsync(Sku sku, LocationId location, CancellationToken cancellation);

    Task<VersionedReservation?> FindReservationAsync(Sku sku, OrderId order, CancellationToken cancellation);

    /// <summary>Books a new reservation, if every location still has the pieces above its safety stock.</summary>
    Task<BookingOutcome> ReserveAsync(
        Reservation reservation, IReadOnlyList<Movement> movements, CancellationToken cancellation);

    /// <summary>Books a step of a reservation, if nobody else has changed it, nor counted the level that it was settled
    /// with.</summary>
    Task<BookingOutcome> AdvanceAsync(
        VersionedReservation before, ReservationStep step, CancellationToken cancellation);

    /// <summary>Reservations that lapsed before <paramref name="now"/>.</summary>
    Task<IReadOnlyList<VersionedReservation>> FindLapsedAsync(
        DateTimeOffset now, int limit, CancellationToken cancellation);
}
