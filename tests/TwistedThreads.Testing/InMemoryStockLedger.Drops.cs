using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Testing;

/// <content>The buckets of drops. Each call changes one bucket, or one SKU's books.</content>
public sealed partial class InMemoryStockLedger : IDropBuckets
{
    private readonly Dictionary<BucketId, StoredBucket> _buckets = [];
    private int _holds;

    /// <summary>Each bucket is read in a step of its own, as partitions are: others may come between.</summary>
    public async Task<IReadOnlyList<Bucket>> ReadAsync(Sku sku, DropMark mark, CancellationToken cancellation)
    {
        var found = new List<Bucket>();
        for (var number = 0; number < mark.Buckets; number++)
        {
            var id = mark.Bucket(sku, number);
            found.Add(await StepAsync(() =>
                _buckets.TryGetValue(id, out var bucket) ? bucket.Value : Bucket.Empty(id)));
        }

        return found;
    }

    public Task MakeAsync(BucketId bucket, CancellationToken cancellation) => StepAsync(() =>
        _buckets.TryAdd(bucket, new StoredBucket { Value = Bucket.Empty(bucket) with { IsMade = true } }));

    public Task<bool> SendAsync(BucketId from, int to, int pieces, CancellationToken cancellation) => StepAsync(() =>
        Change(from, bucket => bucket.Free < pieces
            ? null
            : bucket with { Free = bucket.Free - pieces, To = Plus(bucket.To, to, pieces) }));

    public Task<bool> ReceiveAsync(BucketId at, Flight flight, CancellationToken cancellation) => StepAsync(() =>
        Change(at, bucket => bucket.ReceivedFrom(flight.From) != flight.Received
            ? null
            : bucket with
            {
                Free = bucket.Free + flight.Pieces,
                From = Plus(bucket.From, flight.From, flight.Pieces),
            }));

    public Task<HoldOutcome> HoldAsync(Reservation hold, CancellationToken cancellation) => StepAsync(() =>
    {
        if (!_buckets.TryGetValue(hold.Bucket!.Value, out var bucket))
        {
            return HoldOutcome.Short;
        }

        if (bucket.Holds.ContainsKey(hold.Order))
        {
            return HoldOutcome.Known;
        }

        if (bucket.Value.Free < hold.Quantity)
        {
            return HoldOutcome.Short;
        }

        bucket.Value = bucket.Value with
        {
            Free = bucket.Value.Free - hold.Quantity,
            Reserved = bucket.Value.Reserved + hold.Quantity,
        };
        bucket.Holds[hold.Order] = new VersionedReservation(hold, $"h{++_holds}");
        return HoldOutcome.Held;
    });

    public Task<VersionedReservation?> FindHoldAsync(
        BucketId bucket, OrderId order, CancellationToken cancellation) =>
        StepAsync(() => _buckets.TryGetValue(bucket, out var known) ? known.Holds.GetValueOrDefault(order) : null);

    public Task<bool> MarkAsync(
        Sku sku, DropMark before, DropMark after, IReadOnlyList<Movement> movements,
        IReadOnlyList<LocationId> others, CancellationToken cancellation) => StepAsync(() =>
    {
        var book = _books[sku];
        if (DropMark.At(book.Levels[before.Location]) != before
            || others.Any(other => book.Levels[other].Buckets > 0)
            || book.After(movements) is not { } moved
            || moved.Any(level => level.Escrow < 0
                || (level.Free < book.Levels[level.Location].Free && level.Free < level.KeptFromWeb)))
        {
            return false;
        }

        var level = moved.Count == 0 ? book.Levels[before.Location] : moved[0];
        book.Write(null, movements,
        [
            level with
            {
                Buckets = after.Buckets, DropTurn = after.Turn, DropClosing = after.IsClosing ? 1 : 0,
                DropGiven = after.Given, DropTaken = after.Taken,
            },
        ]);
        return true;
    });

    public Task<IReadOnlyList<Sku>> FindDropsAsync(int limit, CancellationToken cancellation) =>
        StepAsync<IReadOnlyList<Sku>>(() =>
        [
            .. _books.Where(book => book.Value.Levels.Values.Any(level => level.Buckets > 0))
                .Select(book => book.Key).Take(limit),
        ]);

    private BookingOutcome Settle(BucketId id, VersionedReservation before, Reservation after)
    {
        var bucket = _buckets[id];
        if (bucket.Holds[after.Order].Version != before.Version)
        {
            return BookingOutcome.Changed;
        }

        var released = after.Holds.Sum(hold => hold.Released) - before.Value.Holds.Sum(hold => hold.Released);
        bucket.Value = bucket.Value with
        {
            Reserved = bucket.Value.Reserved - (before.Value.Open - after.Open),
            Free = bucket.Value.Free + released,
            Released = bucket.Value.Released + released,
        };
        bucket.Holds[after.Order] = new VersionedReservation(after, $"h{++_holds}");
        return BookingOutcome.Booked;
    }

    private bool Change(BucketId id, Func<Bucket, Bucket?> change)
    {
        if (!_buckets.TryGetValue(id, out var bucket) || change(bucket.Value) is not { } changed)
        {
            return false;
        }

        bucket.Value = changed;
        return true;
    }

    private static Dictionary<int, int> Plus(IReadOnlyDictionary<int, int> totals, int bucket, int pieces) =>
        new(totals) { [bucket] = totals.GetValueOrDefault(bucket) + pieces };

    private sealed class StoredBucket
    {
        public required Bucket Value { get; set; }

        public Dictionary<OrderId, VersionedReservation> Holds { get; } = [];
    }
}
