using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Something as read, with the version that a write must name; null when it is new.</summary>
public sealed record Versioned<T>(T Value, string? Version);

/// <summary>What the rules must know of one SKU to book an event, read at one moment.</summary>
/// <param name="Papers">Those of the kind that the event needs.</param>
public sealed record StockAccount(
    Sku Sku, IReadOnlyList<Versioned<StockLevel>> Levels, IReadOnlyList<Versioned<StockPaper>> Papers)
{
    /// <summary>What is booked already of the event's shelf after the event happened, and what was taken for found at
    /// that very moment.</summary>
    public IReadOnlyList<Movement> Since { get; init; } = [];

    /// <summary>Whether a movement belongs to <see cref="Since"/>.</summary>
    public static bool IsSince(Movement movement, StockEvent happened)
    {
        ArgumentNullException.ThrowIfNull(movement);
        ArgumentNullException.ThrowIfNull(happened);
        return movement.Location == happened.Location
            && movement.ShelfChange != 0
            && (movement.OccurredAt > happened.OccurredAt
                || (movement.OccurredAt == happened.OccurredAt && LateRules.IsFound(movement)));
    }

    public IEnumerable<T> PapersOf<T>()
        where T : StockPaper => Papers.Select(paper => paper.Value).OfType<T>();
}

/// <summary>Everything that one cause does to the books of one SKU: written together or not at all.</summary>
/// <param name="Cause">Booked once; a second entry of the same cause is refused.</param>
/// <param name="Event">What happened; null when the desk corrects the books themselves.</param>
/// <param name="Levels">As they are to be, with the version that was read.</param>
/// <param name="Papers">As they are to be, with the version that was read.</param>
public sealed record StockEntry(
    Sku Sku,
    string Cause,
    StockEvent? Event,
    IReadOnlyList<Versioned<StockLevel>> Levels,
    IReadOnlyList<Movement> Movements,
    IReadOnlyList<Versioned<StockPaper>> Papers,
    IReadOnlyList<Discrepancy> Discrepancies,
    DateTimeOffset At)
{
    /// <summary>Reservations that a repair closes or restores, as they are to be, with the version that was read; null
    /// when the books have lost it.</summary>
    public IReadOnlyList<Versioned<Reservation>> Reservations { get; init; } = [];
}

/// <summary>What became of an entry.</summary>
public enum EntryOutcome
{
    Booked,

    /// <summary>This cause was booked before.</summary>
    Known,

    /// <summary>Something changed since the account was read: read again.</summary>
    Changed,
}

/// <summary>The stock books as the floor and the desk write them, one SKU at a time.</summary>
public interface IStockAccounts
{
    /// <param name="sku">Stocked or not.</param>
    /// <param name="happened">The event to be booked or withdrawn; null where the desk corrects the books.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task<StockAccount> ReadAsync(Sku sku, StockEvent? happened, CancellationToken cancellation);

    Task<EntryOutcome> BookAsync(StockEntry entry, CancellationToken cancellation);

    /// <returns>The event of that cause and what it moved; null when nothing was booked for it.</returns>
    Task<BookedEvent?> FindAsync(Sku sku, string cause, CancellationToken cancellation);
}

/// <summary>What an event did to the books.</summary>
public sealed record BookedEvent(StockEvent? Event, DateTimeOffset At, IReadOnlyList<Movement> Movements);
