namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>Permits to sell pieces that lie in escrow in the SKU's books. Permits move in two steps, each written in
/// one partition: totals that only grow tell what is on its way, so that anybody can finish what another
/// began.</summary>
/// <param name="Free">Permits that are nobody's.</param>
/// <param name="Reserved">Permits that are held for orders.</param>
/// <param name="Released">Held permits that became free again, in all; only grows.</param>
/// <param name="To">Permits sent, in all, by bucket; <see cref="Books"/> for those sent back.</param>
/// <param name="From">Permits received, in all, by bucket; <see cref="Books"/> for those of the books.</param>
public sealed record Bucket(
    BucketId Id, int Free, int Reserved, int Released,
    IReadOnlyDictionary<int, int> To, IReadOnlyDictionary<int, int> From)
{
    /// <summary>Stands for the SKU's books where a bucket's number is asked for. They deal with bucket 0
    /// alone.</summary>
    public const int Books = -1;

    private static readonly Dictionary<int, int> Nothing = [];

    public int Number => Id.Number;

    /// <summary>Whether it is there, so that permits can be put into it.</summary>
    public bool IsMade { get; init; } = true;

    /// <summary>Permits that ever became free here: while this stays, the free ones only get fewer.</summary>
    public int Gains => Released + From.Values.Sum();

    public static Bucket Empty(BucketId id) => new(id, 0, 0, 0, Nothing, Nothing) { IsMade = false };

    public int SentTo(int bucket) => To.GetValueOrDefault(bucket);

    public int ReceivedFrom(int bucket) => From.GetValueOrDefault(bucket);
}

/// <summary>Permits that left one bucket, or the books, and have not arrived.</summary>
/// <param name="Received">What the receiver had received from there when it was read.</param>
public sealed record Flight(int From, int To, int Pieces, int Received);
