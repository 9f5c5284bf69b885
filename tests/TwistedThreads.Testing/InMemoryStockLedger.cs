using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Testing;

/// <summary>The stock books in memory: everything of one call is booked or nothing of it is.</summary>
/// <remarks>Thread-safe. Refuses as the real books do: a new reservation that would touch the safety stock, one of an
/// order that has one, a version that is no longer the present one, a movement that is booked already.</remarks>
public sealed class InMemoryStockLedger(Tripwire tripwire) : IStockLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Sku, Book> _books = [];

    public IReadOnlyList<Sku> Skus
    {
        get
        {
            lock (_gate)
            {
                return [.. _books.Keys.OrderBy(sku => sku.Value, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Puts the first pieces on a shelf, with the movement that says so.</summary>
    public void Open(Sku sku, LocationId location, int pieces, int safety, DateTimeOffset at)
    {
        lock (_gate)
        {
            var book = _books.TryGetValue(sku, out var known) ? known : _books[sku] = new Book();
            book.Levels[location] = (StockLevel.Empty(location) with { Free = pieces }).Keeping(safety);
            if (pieces > 0)
            {
                var id = Movement.IdOf(at, $"opening.{location}");
                book.Movements[id] = new Movement(
                    id, location, StockState.Outside, StockState.Free, pieces, "opening", "opening", "test", at);
            }
        }
    }

    /// <summary>All that the books say of one SKU, at one moment.</summary>
    public SkuBook Read(Sku sku)
    {
        lock (_gate)
        {
            var book = _books[sku];
            return new SkuBook(
                sku, [.. book.Levels.Values], [.. book.Movements.Values],
                [.. book.Reservations.Values.Select(reservation => reservation.Value)]);
        }
    }

    public Task<IReadOnlyList<StockLevel>> LevelsAsync(Sku sku, CancellationToken cancellation) =>
        StepAsync<IReadOnlyList<StockLevel>>(() =>
            _books.TryGetValue(sku, out var book) ? [.. book.Levels.Values] : []);

    public Task<StockLevel?> FindLevelAsync(Sku sku, LocationId location, CancellationToken cancellation) =>
        StepAsync(() => _books.TryGetValue(sku, out var book) ? book.Levels.GetValueOrDefault(location) : null);

    public Task<VersionedReservation?> FindReservationAsync(
        Sku sku, OrderId order, CancellationToken cancellation) =>
        StepAsync(() => _books.TryGetValue(sku, out var book) ? book.Reservations.GetValueOrDefault(order) : null);

    public Task<BookingOutcome> ReserveAsync(
        Reservation reservation, IReadOnlyList<Movement> movements, CancellationToken cancellation) => StepAsync(() =>
    {
        if (!_books.TryGetValue(reservation.Sku, out var book))
        {
            return BookingOutcome.Changed;
        }

        if (book.Reservations.ContainsKey(reservation.Order))
        {
            return BookingOutcome.AlreadyReserved;
        }

        if (book.After(movements) is not { } after || after.Any(level => level.Free < level.KeptFromWeb))
        {
            return BookingOutcome.Changed;
        }

        book.Write(reservation, movements, after);
        return BookingOutcome.Booked;
    });

    public Task<BookingOutcome> AdvanceAsync(
        VersionedReservation before, ReservationStep step, CancellationToken cancellation) => StepAsync(() =>
    {
        var book = _books[step.Reservation.Sku];
        if (!book.Reservations.TryGetValue(step.Reservation.Order, out var known)
            || known.Version != before.Version
            || (step.Seen is { } seen && book.Levels[seen.Location].CountMark < seen.CountMark)
            || book.After(step.Movements) is not { } after)
        {
            return BookingOutcome.Changed;
        }

        if (after.Any(IsNegative))
        {
            throw new InvalidOperationException($"{step.Reservation.Sku} has fewer pieces than reservations say.");
        }

        book.Write(step.Reservation, step.Movements, after);
        return BookingOutcome.Booked;
    });

    public Task<IReadOnlyList<VersionedReservation>> FindLapsedAsync(
        DateTimeOffset now, int limit, CancellationToken cancellation) =>
        StepAsync<IReadOnlyList<VersionedReservation>>(() =>
        [
            .. _books.Values.SelectMany(book => book.Reservations.Values)
                .Where(reservation => reservation.Value.ExpiresAt < now)
                .OrderBy(reservation => reservation.Value.ExpiresAt)
                .Take(limit),
        ]);

    private static bool IsNegative(StockLevel level) =>
        Enum.GetValues<StockState>().Any(state => level.In(state) < 0);

    private Task<T> StepAsync<T>(Func<T> effect) => tripwire.StepAsync(() =>
    {
        lock (_gate)
        {
            return effect();
        }
    });

    private sealed class Book
    {
        private int _versions;

        public Dictionary<LocationId, StockLevel> Levels { get; } = [];

        public Dictionary<string, Movement> Movements { get; } = new(StringComparer.Ordinal);

        public Dictionary<OrderId, VersionedReservation> Reservations { get; } = [];

        /// <summary>The levels that the movements touch, as they would be; null when they cannot be booked.</summary>
        public IReadOnlyList<StockLevel>? After(IReadOnlyList<Movement> movements) =>
            movements.Any(movement => Movements.ContainsKey(movement.Id) || !Levels.ContainsKey(movement.Location))
                ? null
                :
                [
                    .. movements
                        .GroupBy(movement => movement.Location)
                        .Select(group => group.Aggregate(
                            Levels[group.Key], (level, movement) => level.After(movement))),
                ];

        public void Write(Reservation reservation, IReadOnlyList<Movement> movements, IEnumerable<StockLevel> levels)
        {
            foreach (var level in levels)
            {
                Levels[level.Location] = level;
            }

            foreach (var movement in movements)
            {
                Movements.Add(movement.Id, movement);
            }

            Reservations[reservation.Order] = new VersionedReservation(reservation, $"v{++_versions}");
        }
    }
}
