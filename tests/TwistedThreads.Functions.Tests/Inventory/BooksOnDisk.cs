using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Inventory.Proof;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>The real stock books on the embedded engine, with orders that a test makes up.</summary>
public sealed class BooksOnDisk : IAsyncDisposable
{
    private readonly SqliteEngine _engine;

    private BooksOnDisk(SqliteEngine engine)
    {
        _engine = engine;
        Documents = new FaultyDocuments(engine.Documents);
        Store = new StockStore(Documents);
        Accounts = new StockAccounts(Documents);
        Books = new StockBooks(Documents);
        Proving = new StockProving(Books, Owners);
        Runs = new ProofRuns(Documents, Books, Proving, Clock);
        Repair = new RepairStockWorkflow(Proving, Accounts, Store);
        Shop = new TestShop();
        Reserve = new ReserveStockWorkflow(Store, Shop.Locations);
    }

    public ManualClock Clock { get; } = new(TestShop.Opening.AddDays(1));

    public FaultyDocuments Documents { get; }

    public StockStore Store { get; }

    public StockAccounts Accounts { get; }

    public StockBooks Books { get; }

    public StockProving Proving { get; }

    public ProofRuns Runs { get; }

    public RepairStockWorkflow Repair { get; }

    /// <summary>Locations, orders and payments in memory.</summary>
    public TestShop Shop { get; }

    public ReserveStockWorkflow Reserve { get; }

    public MadeUpOwners Owners { get; } = new();

    public static async Task<BooksOnDisk> OpenAsync() => new(await SqliteEngine.OpenAsync(
        StockStore.Container, new DocumentContainer("operations", "kind")));

    public async Task StockAsync(Sku sku, params (LocationId Location, int Pieces)[] levels)
    {
        var opening = new OpeningStock(Documents, Shop.Ids, new ManualClock(TestShop.Opening));
        var outcome = await opening.OpenAsync(
            sku, [.. levels.Select(level => new OpeningStock.Counted(level.Location, level.Pieces, 0))],
            CancellationToken.None);
        Assert.True(outcome.IsCommitted);
    }

    /// <summary>Holds pieces for an order that nobody has placed yet.</summary>
    public async Task HoldAsync(OrderId order, Sku sku, int pieces)
    {
        var held = await Reserve.RunAsync(
            order, [new StockWish(sku, pieces)], TestShop.Opening.AddMinutes(15), TestShop.Opening,
            CancellationToken.None);
        Assert.False(held.IsRefused);
    }

    public async Task WriteAsync(Sku sku, params DocumentOperation[] operations)
    {
        var outcome = await Documents.CommitAsync(
            StockStore.Container.Name, sku.Value, operations, CancellationToken.None);
        Assert.True(outcome.IsCommitted);
    }

    /// <summary>Every document of a SKU, by id.</summary>
    public async Task<IReadOnlyDictionary<string, Document>> RowsAsync(Sku sku)
    {
        var rows = new Dictionary<string, Document>(StringComparer.Ordinal);
        await foreach (var row in Documents.QueryAllAsync(
            new DocumentQuery(StockStore.Container.Name) { PartitionKey = sku.Value }, CancellationToken.None))
        {
            rows.Add(row.Id, row);
        }

        return rows;
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    /// <summary>The orders as the stock books ask for them.</summary>
    public sealed class MadeUpOwners : IReservationOwners
    {
        private readonly Dictionary<OrderId, ReservationOwner> _orders = [];

        public void Place(OrderId order, Sku sku, int pieces) =>
            _orders[order] = new ReservationOwner(true, [new StockWish(sku, pieces)]);

        public void Cancel(OrderId order) => _orders[order] = _orders[order] with { Stands = false };

        public Task<ReservationOwner?> FindAsync(OrderId order, CancellationToken cancellation) =>
            Task.FromResult(_orders.GetValueOrDefault(order));

        public Task<bool> GiveUpAsync(OrderId order, DateTimeOffset at, CancellationToken cancellation) =>
            Task.FromResult(!_orders.ContainsKey(order));
    }
}
