using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Testing;

/// <summary>The books of single SKUs in memory, as the floor and the desk write them.</summary>
/// <remarks>Thread-safe. Refuses as the real books do: a cause that is known, a version that is no longer the present
/// one.</remarks>
public sealed class InMemoryStockAccounts(Tripwire tripwire) : IStockAccounts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Sku, Book> _books = [];

    public IReadOnlyList<Discrepancy> Discrepancies(Sku sku) => Of(sku).Discrepancies;

    public StockLevel Level(Sku sku, LocationId location) =>
        Of(sku).Levels.TryGetValue(location, out var level) ? level.Value : StockLevel.Empty(location);

    /// <summary>All that the books say of one SKU, at one moment.</summary>
    public SkuBook Read(Sku sku)
    {
        var book = Of(sku);
        return new SkuBook(sku, [.. book.Levels.Values.Select(level => level.Value)], [.. book.Movements], [])
        {
            Papers = [.. book.Papers.Values.Select(paper => paper.Value)],
        };
    }

    public Task<StockAccount> ReadAsync(Sku sku, StockEvent? happened, CancellationToken cancellation) =>
        StepAsync(() =>
        {
            var book = Of(sku);
            var wanted = happened is null ? null : StockRules.PaperOf(happened.Kind);
            return new StockAccount(
                sku, [.. book.Levels.Values],
                [.. book.Papers.Values.Where(paper => happened is null || paper.Value.GetType() == wanted)])
            {
                Since =
                [
                    .. book.Movements
                        .Where(movement => happened is not null && StockAccount.IsSince(movement, happened)),
                ],
            };
        });

    public Task<EntryOutcome> BookAsync(StockEntry entry, CancellationToken cancellation) => StepAsync(() =>
    {
        ArgumentNullException.ThrowIfNull(entry);
        var book = Of(entry.Sku);
        if (book.Entries.ContainsKey(entry.Cause))
        {
            return EntryOutcome.Known;
        }

        if (!entry.Levels.All(level => level.Version == VersionIn(book.Levels, level.Value.Location))
            || !entry.Papers.All(paper => paper.Version == VersionIn(book.Papers, KeyOf(paper.Value))))
        {
            return EntryOutcome.Changed;
        }

        book.Write(entry);
        return EntryOutcome.Booked;
    });

    public Task<BookedEvent?> FindAsync(Sku sku, string cause, CancellationToken cancellation) =>
        StepAsync(() => Of(sku).Entries.GetValueOrDefault(cause));

    private static string? VersionIn<TKey, T>(Dictionary<TKey, Versioned<T>> known, TKey key)
        where TKey : notnull => known.GetValueOrDefault(key)?.Version;

    private static (Type Kind, string Id) KeyOf(StockPaper paper) => (paper.GetType(), paper.Id);

    private Book Of(Sku sku)
    {
        lock (_gate)
        {
            return _books.TryGetValue(sku, out var book) ? book : _books[sku] = new Book();
        }
    }

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

        public Dictionary<LocationId, Versioned<StockLevel>> Levels { get; } = [];

        public Dictionary<(Type Kind, string Id), Versioned<StockPaper>> Papers { get; } = [];

        public Dictionary<string, BookedEvent> Entries { get; } = new(StringComparer.Ordinal);

        public List<Movement> Movements { get; } = [];

        public List<Discrepancy> Discrepancies { get; } = [];

        public void Write(StockEntry entry)
        {
            foreach (var level in entry.Levels)
            {
                Levels[level.Value.Location] = new Versioned<StockLevel>(level.Value, $"v{++_versions}");
            }

            foreach (var paper in entry.Papers)
            {
                Papers[KeyOf(paper.Value)] = new Versioned<StockPaper>(paper.Value, $"v{++_versions}");
            }

            Movements.AddRange(entry.Movements);
            Discrepancies.AddRange(entry.Discrepancies);
            Entries[entry.Cause] = new BookedEvent(entry.Event, entry.At, entry.Movements);
        }
    }
}
