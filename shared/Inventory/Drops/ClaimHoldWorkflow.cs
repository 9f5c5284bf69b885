using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>Brings what a bucket holds for an order that stands into the SKU's books, as an ordinary reservation on a
/// pick list. First the books, then the bucket: until both are written, the books say which hold they have
/// claimed.</summary>
public sealed class ClaimHoldWorkflow(IStockLedger ledger, IDropBuckets buckets, ReserveFromDropWorkflow drops)
{
    private const int Attempts = 50;

    /// <summary>Claims the order's hold. Safe to repeat; <see cref="SettleAsync"/> is to follow.</summary>
    /// <returns>The reservation in the books; null when no bucket holds anything for the order.</returns>
    public async Task<VersionedReservation?> ClaimAsync(
        OrderId order, Sku sku, DateTimeOffset now, CancellationToken cancellation)
    {
        var hold = await drops.FindHoldAsync(sku, order, cancellation).ConfigureAwait(false);
        if (hold is { Value.IsReleased: false, Value.Open: > 0 })
        {
            var (claimed, movements) = Claimed(hold.Value, now);
            await ledger.ReserveAsync(claimed, movements, cancellation).ConfigureAwait(false);
        }

        // Read in any case: another process may have claimed it since the books were asked, and the drop be over.
        return await ledger.FindReservationAsync(sku, order, cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the hold in the bucket of an order that stands, once the books have its pieces: as claimed, or
    /// given back where the books got the pieces in another way. Safe to repeat.</summary>
    /// <param name="reservation">Of the bucket or of the books.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Whether nothing is held in the bucket any more that the books have too; false for a hold that the books
    /// have not claimed, and for a reservation that came from no bucket.</returns>
    public async Task<bool> SettleAsync(
        Reservation reservation, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        if ((reservation.Bucket ?? reservation.ClaimedFrom) is not { } bucket)
        {
            return false;
        }

        var booked = reservation.Bucket is null
            ? reservation
            : (await ledger.FindReservationAsync(reservation.Sku, reservation.Order, cancellation)
                .ConfigureAwait(false))?.Value;
        if (booked is null)
        {
            return false;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var hold = await buckets.FindHoldAsync(bucket, reservation.Order, cancellation).ConfigureAwait(false);
            if (hold is null || hold.Value.Open == 0)
            {
                return true;
            }

            var step = booked.ClaimedFrom == bucket
                ? hold.Value.Allocate(now)
                : hold.Value.Release("twice", now);
            if (await ledger.AdvanceAsync(hold, step, cancellation).ConfigureAwait(false) == BookingOutcome.Booked)
            {
                return true;
            }
        }

        throw new TimeoutException($"The hold of {reservation.Order} in {bucket} kept changing.");
    }

    private static (Reservation Reservation, IReadOnlyList<Movement> Movements) Claimed(
        Reservation hold, DateTimeOffset now)
    {
        var held = hold.Holds.Single();
        var claimed = new Reservation(
            hold.Order, hold.Sku, null, [Hold.Of(held.Location, held.Quantity) with { Allocated = held.Quantity }])
        {
            ClaimedFrom = hold.Bucket,
        };
        var movement = new Movement(
            Movement.IdOf(now, $"{hold.Order}.{held.Location}.claim.{held.Quantity}"),
            held.Location, StockState.Escrow, StockState.Allocated, held.Quantity,
            "claim", hold.Order.Value, "fulfilment", now);
        return (claimed, [movement]);
    }
}
