namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>Compares what the books gave to a drop with what its buckets say.</summary>
public static class DropProof
{
    /// <summary>Escrow is free and held permits, permits on their way, less holds that the books have claimed and the
    /// bucket still counts; and each bucket holds what its holds say.</summary>
    /// <returns>The disagreements; empty when there are none.</returns>
    public static IEnumerable<StockFinding> Check(SkuBook book, StockLevel level)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(level);
        var mark = DropMark.At(level);
        if (!mark.IsDrop)
        {
            return level.Escrow == 0
                ? []
                : [Finding(book, level, level.Escrow, 0, "only a drop has pieces in escrow")];
        }

        var buckets = BucketsOf(book, mark);
        var proof = EscrowOf(book, mark, buckets);
        return
        [
            .. level.Escrow == proof
                ? Array.Empty<StockFinding>()
                : [Finding(book, level, level.Escrow, proof, "escrow is what the buckets have")],
            .. buckets
                .Select(bucket => (Bucket: bucket, Held: book.BucketHolds
                    .Where(hold => hold.Bucket == bucket.Id).Sum(Open)))
                .Where(pair => pair.Bucket.Reserved != pair.Held)
                .Select(pair => Finding(
                    book, level, pair.Bucket.Reserved, pair.Held,
                    $"bucket {pair.Bucket.Number} holds what orders hold")),
            .. buckets
                .Where(bucket => bucket.Free < 0)
                .Select(bucket => Finding(book, level, bucket.Free, 0, $"bucket {bucket.Number} is not negative")),
        ];
    }

    /// <summary>Pieces that a location has to have in escrow: what the buckets of its drop say, else none.</summary>
    public static int EscrowOf(SkuBook book, StockLevel level)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(level);
        var mark = DropMark.At(level);
        return mark.IsDrop ? EscrowOf(book, mark, BucketsOf(book, mark)) : 0;
    }

    private static int EscrowOf(SkuBook book, DropMark mark, IReadOnlyList<Bucket> buckets)
    {
        var picture = new DropPicture(book.Sku, mark, buckets);
        var claimed = book.Reservations
            .Where(reservation => reservation.ClaimedFrom is not null)
            .Select(reservation => (reservation.Order, reservation.ClaimedFrom))
            .ToHashSet();
        var unsettled = book.BucketHolds.Where(hold => claimed.Contains((hold.Order, hold.Bucket))).Sum(Open);
        return picture.Free + picture.Reserved + picture.Between - unsettled;
    }

    private static List<Bucket> BucketsOf(SkuBook book, DropMark mark) =>
    [
        .. Enumerable.Range(0, mark.Buckets)
            .Select(number => mark.Bucket(book.Sku, number))
            .Select(id => book.Buckets.FirstOrDefault(bucket => bucket.Id == id) ?? Bucket.Empty(id)),
    ];

    private static int Open(Reservation hold) => hold.Open;

    private static StockFinding Finding(SkuBook book, StockLevel level, int has, int proof, string rule) =>
        new(book.Sku, level.Location, StockState.Escrow, has, proof, rule);
}
