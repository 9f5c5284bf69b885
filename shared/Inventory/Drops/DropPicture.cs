using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>A drop as read: its mark, and its buckets one after the other. A permit may be seen twice when it moves
/// meanwhile, but never not at all, unless a held one became free behind the reader's back.</summary>
/// <param name="Buckets">All, by number.</param>
public sealed record DropPicture(Sku Sku, DropMark Mark, IReadOnlyList<Bucket> Buckets)
{
    public int Free => Buckets.Sum(bucket => bucket.Free);

    public int Reserved => Buckets.Sum(bucket => bucket.Reserved);

    /// <summary>Permits on their way to a bucket: as good as free.</summary>
    public int OnTheWay => Flights.Where(flight => flight.To != Bucket.Books).Sum(flight => flight.Pieces);

    /// <summary>Permits on their way, less what was seen to arrive before it was seen to leave: exact where nothing
    /// moves.</summary>
    public int Between => Pairs.Sum(pair => pair.Pieces);

    public IReadOnlyList<Flight> Flights => [.. Pairs.Where(pair => pair.Pieces > 0)];

    private IEnumerable<Flight> Pairs => Buckets
        .SelectMany(from => from.To
            .Where(sent => sent.Key != Bucket.Books && sent.Key < Buckets.Count)
            .Select(sent => Pair(from.Number, sent.Key, sent.Value, Buckets[sent.Key].ReceivedFrom(from.Number))))
        .Append(Pair(Bucket.Books, 0, Mark.Given, Buckets[0].ReceivedFrom(Bucket.Books)))
        .Append(Pair(0, Bucket.Books, Buckets[0].SentTo(Bucket.Books), Mark.Taken));

    /// <summary>Whether no permit became free in any bucket between that picture and this one, which is the
    /// later.</summary>
    public bool GainedNothingSince(DropPicture earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return Mark.IsSameDrop(earlier.Mark)
            && Buckets.Select(bucket => bucket.Gains).SequenceEqual(earlier.Buckets.Select(bucket => bucket.Gains));
    }

    private static Flight Pair(int from, int to, int sent, int received) => new(from, to, sent - received, received);
}
