using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>What a level says of the drop at its location. It stands on the level, which every reservation reads:
/// nobody needs to remember which SKU is a drop, so nobody can remember it wrongly.</summary>
/// <param name="Turn">How many drops there were here, this one included.</param>
/// <param name="Buckets">None where there is no drop.</param>
/// <param name="IsClosing">Whether the buckets give back what they have.</param>
/// <param name="Given">Pieces that the books ever gave to bucket 0 in this turn; only grows.</param>
/// <param name="Taken">Pieces that the books ever took back from bucket 0 in this turn; only grows.</param>
public sealed record DropMark(
    LocationId Location, int Turn, int Buckets, bool IsClosing, int Given, int Taken)
{
    public const int FewestBuckets = 2;
    public const int MostBuckets = 64;

    public bool IsDrop => Buckets > 0;

    public static DropMark At(StockLevel level)
    {
        ArgumentNullException.ThrowIfNull(level);
        return new DropMark(
            level.Location, level.DropTurn, level.Buckets, level.DropClosing > 0, level.DropGiven, level.DropTaken);
    }

    /// <returns>The drop of a SKU; null when it is none. It sells from one location.</returns>
    public static DropMark? Among(IEnumerable<StockLevel> levels) =>
        levels.Where(level => level.Buckets > 0).Select(At).FirstOrDefault();

    /// <summary>The mark of the next drop at this location.</summary>
    public DropMark Opened(int buckets) => new(Location, Turn + 1, buckets, false, 0, 0);

    /// <summary>The mark when all pieces are back in the books.</summary>
    public DropMark Ended() => new(Location, Turn, 0, false, 0, 0);

    public bool IsSameDrop(DropMark? other) => other is not null
        && (Location, Turn, Buckets) == (other.Location, other.Turn, other.Buckets);

    public BucketId Bucket(Sku sku, int number) => BucketId.Of(sku, Location, Turn, number);

    /// <summary>The bucket that holds an order's pieces. It follows from the order's id, whose end is random: buyers
    /// spread by themselves, and whoever takes up an order finds its hold.</summary>
    public BucketId HomeOf(Sku sku, OrderId order)
    {
        // FNV-1a, 32 bits: the same on every machine, unlike string hash codes.
        var hash = 2166136261u;
        foreach (var letter in order.Value)
        {
            hash = unchecked((hash ^ letter) * 16777619u);
        }

        return Bucket(sku, (int)((hash ^ (hash >> 15)) % (uint)Buckets));
    }
}
