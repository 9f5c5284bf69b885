using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Inventory;

/// <summary>The books of one SKU as the floor and the desk write them: levels, papers, journal and the record of each
/// cause are documents of the SKU's partition.</summary>
public sealed class StockAccounts(IDocuments documents) : IStockAccounts
{
    public const string DiscrepancyKind = "discrepancy";
    private const string EntryKind = "entry";
    private static readonly string Container = StockStore.Container.Name;

    private static readonly (Type Type, string Kind)[] Papers =
    [
        (typeof(TransitPaper), "transit"), (typeof(ExpectedPaper), "expected"), (typeof(CountPaper), "counting"),
    ];

    public async Task<StockAccount> ReadAsync(Sku sku, StockEvent? happened, CancellationToken cancellation)
    {
        var levels = await WithPrefixAsync(sku, "level|", cancellation);
        var wanted = happened is null ? null : StockRules.PaperOf(happened.Kind);
        var papers = new List<Versioned<StockPaper>>();
        foreach (var (_, kind) in Papers.Where(paper => happened is null || paper.Type == wanted))
        {
            var found = await WithPrefixAsync(sku, $"{kind}|", cancellation);
            papers.AddRange(found.Select(document => new Versioned<StockPaper>(PaperOf(document)!, document.ETag)));
        }

        return new StockAccount(
            sku, [.. levels.Select(level => new Versioned<StockLevel>(level.As<StockLevel>(), level.ETag))], papers)
        {
            // After the levels: what moves in between changes their versions, and the entry is drafted again.
            Since = happened is not null && MayBeLate(happened, levels)
                ? await SinceAsync(happened, cancellation)
                : [],
        };
    }

    public async Task<EntryOutcome> BookAsync(StockEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var record = new EntryRecord(
            entry.Cause, entry.Event, entry.At, [.. entry.Movements.Select(movement => movement.Id)],
            [.. entry.Discrepancies.Select(discrepancy => discrepancy.Id)]);
        var operations = new List<DocumentOperation>
        {
            DocumentOperation.New(EntryId(entry.Cause), EntryKind, record),
        };
        operations.AddRange(entry.Levels.Select(level =>
            Write(StockStore.LevelId(level.Value.Location), StockStore.LevelKind, level.Value, level.Version)));
        operations.AddRange(entry.Movements.Select(movement =>
            DocumentOperation.New(movement.Id, StockStore.MovementKind, movement)));
        operations.AddRange(entry.Papers.Select(Write));
        operations.AddRange(entry.Reservations.Select(held =>
            Write(StockStore.ReservationId(held.Value.Order), StockStore.ReservationKind, held.Value, held.Version)));
        operations.AddRange(entry.Discrepancies.Select(Write));
        var outcome = await documents.CommitAsync(Container, entry.Sku.Value, operations, cancellation);
        return outcome switch
        {
            { IsCommitted: true } => EntryOutcome.Booked,
            { Index: 0 } => EntryOutcome.Known,
            _ => EntryOutcome.Changed,
        };
    }

    public async Task<BookedEvent?> FindAsync(Sku sku, string cause, CancellationToken cancellation)
    {
        var record = await FindRecordAsync(sku, cause, cancellation);
        if (record is null)
        {
            return null;
        }

        var movements = new List<Movement>();
        foreach (var id in record.Movements)
        {
            var movement = await documents.ReadAsync(Container, sku.Value, id, cancellation)
                ?? throw new InvalidOperationException($"The journal of {sku} has lost {id}.");
            movements.Add(movement.As<Movement>());
        }

        return new BookedEvent(record.Event, record.At, movements);
    }

    /// <summary>What is remembered of a cause; null when nothing was booked for it.</summary>
    public async Task<EntryRecord?> FindRecordAsync(Sku sku, string cause, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container, sku.Value, EntryId(cause), cancellation))?.As<EntryRecord>();

    /// <summary>The paper of a transfer, a receipt or a count; null when nothing was booked on it.</summary>
    public async Task<T?> FindPaperAsync<T>(Sku sku, string id, CancellationToken cancellation)
        where T : StockPaper =>
        (await documents.ReadAsync(Container, sku.Value, PaperId(typeof(T), id), cancellation))?.As<T>();

    /// <summary>The operation that keeps a discrepancy.</summary>
    public static DocumentOperation Write(Discrepancy discrepancy)
    {
        ArgumentNullException.ThrowIfNull(discrepancy);
        return DocumentOperation.New($"discrepancy|{discrepancy.Id}", DiscrepancyKind, discrepancy);
    }

    /// <returns>Null when the document is no paper.</returns>
    public static StockPaper? PaperOf(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Kind switch
        {
            "transit" => document.As<TransitPaper>(),
            "expected" => document.As<ExpectedPaper>(),
            "counting" => document.As<CountPaper>(),
            _ => null,
        };
    }

    private async Task<IReadOnlyList<Document>> WithPrefixAsync(Sku sku, string prefix, CancellationToken cancellation)
    {
        var found = new List<Document>();
        await foreach (var document in documents.QueryAllAsync(
            new DocumentQuery(Container) { PartitionKey = sku.Value, IdPrefix = prefix }, cancellation))
        {
            found.Add(document);
        }

        return found;
    }

    // A count always asks: orders' picks do not say on the level when they happened.
    private static bool MayBeLate(StockEvent happened, IReadOnlyList<Document> levels) =>
        happened.Kind == StockEventKind.Count
        || levels
            .Select(level => level.As<StockLevel>())
            .Any(level => level.Location == happened.Location && level.ShelfChangedAt >= happened.OccurredAt);

    private async Task<IReadOnlyList<Movement>> SinceAsync(StockEvent happened, CancellationToken cancellation)
    {
        var since = new List<Movement>();
        await foreach (var document in documents.QueryAllAsync(
            new DocumentQuery(Container)
            {
                PartitionKey = happened.Sku.Value,
                Kind = StockStore.MovementKind,
                Where = FieldFilter.Since("occurredAt", happened.OccurredAt),
            },
            cancellation))
        {
            var movement = document.As<Movement>();
            if (StockAccount.IsSince(movement, happened))
            {
                since.Add(movement);
            }
        }

        return since;
    }

    private static DocumentOperation Write(Versioned<StockPaper> paper)
    {
        var type = paper.Value.GetType();
        var (id, kind) = (PaperId(type, paper.Value.Id), KindOf(type));
        return paper.Value switch
        {
            TransitPaper transit => Write(id, kind, transit, paper.Version),
            ExpectedPaper expected => Write(id, kind, expected, paper.Version),
            CountPaper count => Write(id, kind, count, paper.Version),
            _ => throw new InvalidOperationException($"{type.Name} is no paper of the books."),
        };
    }

    private static DocumentOperation Write<T>(string id, string kind, T value, string? version) => version is null
        ? DocumentOperation.New(id, kind, value)
        : new DocumentOperation.Replace(id, kind, ShopJson.Serialize(value), version);

    private static string PaperId(Type type, string id) => $"{KindOf(type)}|{id}";

    private static string KindOf(Type type) => Papers.First(paper => paper.Type == type).Kind;

    private static string EntryId(string cause) => $"entry|{cause}";
}

/// <summary>What is remembered of a cause, for good: that it was booked, and as what.</summary>
/// <param name="Event">Null when the desk corrected the books themselves.</param>
/// <param name="Movements">Ids, in the order of booking.</param>
/// <param name="Discrepancies">Ids.</param>
public sealed record EntryRecord(
    string Cause, StockEvent? Event, DateTimeOffset At, IReadOnlyList<string> Movements,
    IReadOnlyList<string> Discrepancies);
