using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Everything the books say of one SKU, read at one moment.</summary>
public sealed record SkuBook(
    Sku Sku,
    IReadOnlyList<StockLevel> Levels,
    IReadOnlyList<Movement> Movements,
    IReadOnlyList<Reservation> Reservations)
{
    /// <summary>What shops keep for customers.</summary>
    public IReadOnlyList<DeskHold> DeskHolds { get; init; } = [];

    /// <summary>Whatever is held for somebody.</summary>
    public IEnumerable<Hold> Holds => Reservations
        .SelectMany(reservation => reservation.Holds).Concat(DeskHolds.Select(kept => kept.Hold));

    /// <summary>What is announced and what is on the way.</summary>
    public IReadOnlyList<StockPaper> Papers { get; init; } = [];
}

/// <summary>A place where the books do not agree.</summary>
public sealed record StockFinding(Sku Sku, LocationId Location, StockState State, int Level, int Proof, string Rule)
{
    /// <summary>The order whose reservation it is about; null when it is about a level.</summary>
    public OrderId? Owner { get; init; }

    /// <summary>Pieces by which the level differs from its proof.</summary>
    public int Drift => Level - Proof;
}

/// <summary>Recomputes levels from the journal and from the open reservations; both must agree to the piece.</summary>
public static class StockProof
{
    /// <summary>Every state that a level counts.</summary>
    internal static IReadOnlyList<StockState> Inside { get; } =
        [.. Enum.GetValues<StockState>().Where(state => state != StockState.Outside)];

    /// <returns>The disagreements; empty when the books are right.</returns>
    public static IReadOnlyList<StockFinding> Check(SkuBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var folded = Fold(book.Movements);
        var missing = folded.Keys
            .Concat(book.Holds.Select(hold => hold.Location))
            .Concat(book.Papers.OfType<TransitPaper>().SelectMany(paper => paper.Out).Select(sent => sent.Location))
            .Concat(book.Papers.OfType<ExpectedPaper>().Where(paper => paper.Open > 0).Select(paper => paper.Location))
            .Distinct()
            .Except(book.Levels.Select(level => level.Location))
            .Select(StockLevel.Empty)
            .ToList();
        StockLevel[] levels = [.. book.Levels, .. missing];
        return
        [
            .. levels.SelectMany(level => CheckJournal(book.Sku, level, folded)),
            .. levels.SelectMany(level => CheckHolds(book, level)),
            .. levels.SelectMany(level => CheckPapers(book, level)),
            .. levels.SelectMany(level => CheckSigns(book.Sku, level)),
            .. missing.Select(level =>
                new StockFinding(book.Sku, level.Location, StockState.Free, 0, 0, "level is missing")),
        ];
    }

    /// <summary>What the journal says of each location, floors and times left out.</summary>
    public static IReadOnlyDictionary<LocationId, StockLevel> Fold(IEnumerable<Movement> movements) => movements
        .GroupBy(movement => movement.Location)
        .ToDictionary(
            group => group.Key,
            group => group.Aggregate(StockLevel.Empty(group.Key), (level, movement) => level.After(movement)));

    private static IEnumerable<StockFinding> CheckJournal(
        Sku sku, StockLevel level, IReadOnlyDictionary<LocationId, StockLevel> folded)
    {
        var proof = folded.GetValueOrDefault(level.Location) ?? StockLevel.Empty(level.Location);
        return Inside
            .Where(state => level.In(state) != proof.In(state))
            .Select(state => new StockFinding(
                sku, level.Location, state, level.In(state), proof.In(state), "level is the fold of its movements"));
    }

    private static IEnumerable<StockFinding> CheckHolds(SkuBook book, StockLevel level)
    {
        var holds = book.Holds.Where(hold => hold.Location == level.Location).ToList();
        return HeldBy(holds)
            .Where(proof => level.In(proof.State) != proof.Pieces)
            .Select(proof => new StockFinding(
                book.Sku, level.Location, proof.State, level.In(proof.State), proof.Pieces,
                "held pieces are those of the reservations"));
    }

    private static IEnumerable<StockFinding> CheckPapers(SkuBook book, StockLevel level)
    {
        return OnPaper(book.Papers, level.Location)
            .Where(proof => level.In(proof.State) != proof.Pieces)
            .Select(proof => new StockFinding(
                book.Sku, level.Location, proof.State, level.In(proof.State), proof.Pieces,
                "what is on its way is that of transfers and receipts"));
    }

    /// <summary>What these holds keep in each state.</summary>
    internal static IReadOnlyList<(StockState State, int Pieces)> HeldBy(IReadOnlyList<Hold> holds) =>
    [
        (StockState.Reserved, holds.Sum(hold => hold.Quantity - hold.Released - hold.Allocated)),
        (StockState.Allocated, holds.Sum(hold => hold.Allocated - hold.Picked)),
        (StockState.Picked, holds.Sum(hold => hold.Picked - hold.Shipped)),
    ];

    /// <summary>What transfers and receipts have on its way from or to a location.</summary>
    internal static IReadOnlyList<(StockState State, int Pieces)> OnPaper(
        IReadOnlyList<StockPaper> papers, LocationId location) =>
    [
        (StockState.InTransit, papers.OfType<TransitPaper>().SelectMany(paper => paper.Out)
            .Where(parcel => parcel.Location == location).Sum(parcel => parcel.Quantity)),
        (StockState.Incoming, papers.OfType<ExpectedPaper>()
            .Where(paper => paper.Location == location).Sum(paper => paper.Open)),
    ];

    // Free may be below zero by what is held and was sold over the counter: the shelf as a whole may not.
    private static IEnumerable<StockFinding> CheckSigns(Sku sku, StockLevel level) => Inside
        .Select(state => (State: state, Pieces: state == StockState.Free ? level.OnHand : level.In(state)))
        .Where(checkedState => checkedState.Pieces < 0)
        .Select(checkedState => new StockFinding(
            sku, level.Location, checkedState.State, checkedState.Pieces, 0, "no state is negative"));
}
