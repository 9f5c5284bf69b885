using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory.Drops;

/// <summary>The buckets of drops over the document port. Each is a partition of the stock container: one document with
/// its counts, which only conditional patches change, and one for each hold.</summary>
public sealed class BucketStore(IDocuments documents) : IDropBuckets
{
    public const string BucketKind = "bucket";
    private const string BucketDocument = "bucket";
    private const string Sent = "to";
    private const string Received = "from";
    private const string Books = "Books";
    private static readonly string Container = StockStore.Container.Name;

    /// <summary>How long a hold that came to its end is remembered, for those who ask again.</summary>
    public static TimeSpan HoldLife { get; } = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<(Sku Sku, string Drop, int Buckets), SharedRead<IReadOnlyList<Bucket>>>
        _reads = new();

    /// <summary>Buyers who come while all buckets are read share the next reading: thousands ask at once whether there
    /// is anything left.</summary>
    public Task<IReadOnlyList<Bucket>> ReadAsync(Sku sku, DropMark mark, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return ReaderOf(sku, mark).ReadAsync(cancellation);
    }

    private SharedRead<IReadOnlyList<Bucket>> ReaderOf(Sku sku, DropMark mark) => _reads.GetOrAdd(
        (sku, mark.Bucket(sku, 0).Drop, mark.Buckets),
        _ => new SharedRead<IReadOnlyList<Bucket>>(() => ReadAsync(sku, mark)));

    private async Task<IReadOnlyList<Bucket>> ReadAsync(Sku sku, DropMark mark)
    {
        var found = new Dictionary<BucketId, Bucket>();
        var query = new DocumentQuery(Container)
        {
            Kind = BucketKind,
            Where = FieldFilter.Is("drop", mark.Bucket(sku, 0).Drop),
            InAnyOrder = true,
        };
        await foreach (var document in documents.QueryAllAsync(query, CancellationToken.None))
        {
            var bucket = BucketOf(document);
            found[bucket.Id] = bucket;
        }

        return
        [
            .. Enumerable.Range(0, mark.Buckets)
                .Select(number => mark.Bucket(sku, number))
                .Select(id => found.GetValueOrDefault(id) ?? Bucket.Empty(id)),
        ];
    }

    public Task MakeAsync(BucketId bucket, CancellationToken cancellation) => documents.CommitAsync(
        Container, bucket.Value,
        [DocumentOperation.New(BucketDocument, BucketKind, new BucketForm(bucket.Drop, bucket.Location, 0, 0, 0))],
        cancellation);

    public Task<bool> SendAsync(BucketId from, int to, int pieces, CancellationToken cancellation) => PatchAsync(
        from,
        [new Increment("free", -pieces), new Increment(Member(Sent, to), pieces)],
        [new AtLeast("free", pieces)],
        cancellation);

    public Task<bool> ReceiveAsync(BucketId at, Flight flight, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(flight);
        var member = Member(Received, flight.From);
        return PatchAsync(
            at,
            [new Increment("free", flight.Pieces), new Increment(member, flight.Pieces)],
            [AtMost(member, flight.Received)],
            cancellation);
    }

    public async Task<HoldOutcome> HoldAsync(Reservation hold, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(hold);
        var outcome = await documents.CommitAsync(
            Container, hold.Bucket!.Value.Value,
            [
                DocumentOperation.New(StockStore.ReservationId(hold.Order), StockStore.ReservationKind, hold),
                new DocumentOperation.Patch(
                    BucketDocument,
                    [new Increment("free", -hold.Quantity), new Increment("reserved", hold.Quantity)],
                    [new AtLeast("free", hold.Quantity)]),
            ],
            cancellation);
        return outcome switch
        {
            { IsCommitted: true } => HoldOutcome.Held,
            { Index: 0 } => HoldOutcome.Known,
            _ => HoldOutcome.Short,
        };
    }

    public async Task<VersionedReservation?> FindHoldAsync(
        BucketId bucket, OrderId order, CancellationToken cancellation)
    {
        var found = await documents.ReadAsync(
            Container, bucket.Value, StockStore.ReservationId(order), cancellation);
        return found is null ? null : new VersionedReservation(found.As<Reservation>(), found.ETag);
    }

    public async Task<bool> MarkAsync(
        Sku sku, DropMark before, DropMark after, IReadOnlyList<Movement> movements,
        IReadOnlyList<LocationId> others, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(others);
        var (old, changed) = (Members(before), Members(after));
        var operations = new List<DocumentOperation>
        {
            new DocumentOperation.Patch(
                StockStore.LevelId(before.Location),
                [
                    .. old.Zip(changed)
                        .Where(pair => pair.First.By != pair.Second.By)
                        .Select(pair => new Increment(pair.First.Field, pair.Second.By - pair.First.By)),
                ],
                [.. old.SelectMany(member => Exactly(member.Field, member.By))]),
        };
        operations.AddRange(others.Select(other => new DocumentOperation.Patch(
            StockStore.LevelId(other), [new Increment("buckets", 0)], [AtMost("buckets", 0)])));
        operations.AddRange(StockStore.Booking(movements, "keptFromWeb"));
        var outcome = await documents.CommitAsync(Container, sku.Value, operations, cancellation);
        return outcome.IsCommitted;
    }

    public async Task<IReadOnlyList<Sku>> FindDropsAsync(int limit, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container)
            {
                Kind = StockStore.LevelKind,
                Where = new FieldFilter("buckets", FieldComparison.AtLeast, 1),
                Limit = limit,
            },
            cancellation);
        return [.. page.Items.Select(document => Sku.Parse(document.PartitionKey)).Distinct()];
    }

    /// <summary>The operations that change a bucket's counts with a step of a hold; none where the step moves
    /// nothing.</summary>
    public static IEnumerable<DocumentOperation> Settling(Reservation before, Reservation after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var ended = before.Open - after.Open;
        var released = after.Holds.Sum(hold => hold.Released) - before.Holds.Sum(hold => hold.Released);
        return ended == 0
            ? []
            :
            [
                new DocumentOperation.Patch(
                    BucketDocument,
                    [
                        new Increment("reserved", -ended), new Increment("free", released),
                        new Increment("released", released),
                    ],
                    [new AtLeast("reserved", ended)]),
            ];
    }

    /// <summary>A document of <see cref="BucketKind"/>.</summary>
    public static Bucket BucketOf(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var form = document.As<BucketForm>();
        var moved = form.Moved ?? [];
        return BucketId.TryParse(document.PartitionKey, out var id)
            ? new Bucket(id, form.Free, form.Reserved, form.Released, Totals(moved, Sent), Totals(moved, Received))
            : throw new FormatException($"'{document.PartitionKey}' is no bucket.");
    }

    private async Task<bool> PatchAsync(
        BucketId bucket, IReadOnlyList<Increment> increments, IReadOnlyList<AtLeast> where,
        CancellationToken cancellation) =>
        (await documents.CommitAsync(
            Container, bucket.Value, [new DocumentOperation.Patch(BucketDocument, increments, where)], cancellation))
        .IsCommitted;

    private static string Member(string direction, int bucket) => bucket == Bucket.Books
        ? direction + Books
        : string.Create(CultureInfo.InvariantCulture, $"{direction}{bucket}");

    private static Dictionary<int, int> Totals(Dictionary<string, JsonElement> moved, string direction) => moved
        .Where(member => member.Key.StartsWith(direction, StringComparison.Ordinal))
        .ToDictionary(
            member => member.Key == direction + Books
                ? Bucket.Books
                : int.Parse(member.Key.AsSpan(direction.Length), NumberStyles.None, CultureInfo.InvariantCulture),
            member => member.Value.GetInt32());

    private static List<Increment> Members(DropMark mark) =>
    [
        new("dropTurn", mark.Turn), new("buckets", mark.Buckets), new("dropClosing", mark.IsClosing ? 1 : 0),
        new("dropGiven", mark.Given), new("dropTaken", mark.Taken),
    ];

    private static AtLeast[] Exactly(string field, int value) => [new AtLeast(field, value), AtMost(field, value)];

    // A member that is missing counts as zero: zero less the member is at least the value's opposite.
    private static AtLeast AtMost(string field, int value) => new("nothing", -value, field);
}
