using System.Globalization;
using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>One shelf with orders on its pick list: what happens there, and the scans that tell of it.</summary>
public sealed class PickedFloor : IAsyncDisposable
{
    private readonly BooksOnDisk _books;
    private readonly AdvanceOrderWorkflow _advance;
    private readonly ApplyStockEventWorkflow _happen;
    private readonly List<Func<Task>> _told = [];

    private PickedFloor(BooksOnDisk books)
    {
        _books = books;
        var allocate = new AllocateOrderWorkflow(books.Shop.Orders, books.Store, books.Shop.Shipments);
        _advance = new AdvanceOrderWorkflow(books.Shop.Orders, books.Store, books.Shop.Payments, allocate);
        _happen = new ApplyStockEventWorkflow(books.Accounts);
        Allocate = allocate;
    }

    /// <summary>Long after everything that happens.</summary>
    public DateTimeOffset Now => _books.Clock.GetUtcNow();

    public StockStore Store => _books.Store;

    /// <summary>Everything that scanners wrote down, in the order of happening.</summary>
    public IReadOnlyList<Func<Task>> Told => _told;

    private AllocateOrderWorkflow Allocate { get; }

    public static async Task<PickedFloor> OpenAsync(int opening, int orders, int pieces)
    {
        var books = await BooksOnDisk.OpenAsync();
        var floor = new PickedFloor(books);
        await books.StockAsync(TestShop.Tee, (TestShop.North, opening));
        for (var number = 0; number < orders; number++)
        {
            var order = SampleOrders.Paid((TestShop.Tee, pieces)) with { Id = Order(number) };
            books.Shop.Orders.Put(order);
            books.Owners.Place(order.Id, TestShop.Tee, pieces);
            await books.HoldAsync(order.Id, TestShop.Tee, pieces);
            await floor.Allocate.RunAsync(order.Id, "placed", TestShop.Opening, CancellationToken.None);
        }

        return floor;
    }

    public static OrderId Order(int number) => SampleOrders.IdOf(number + 1);

    public static DateTimeOffset At(int minute) => TestShop.Opening.AddMinutes(minute);

    public Func<Task> PickAll(DateTimeOffset at) => Pick(0, 3, at);

    public Func<Task> Pick(int order, int pieces, DateTimeOffset at)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"pick-{_told.Count}");
        var shipment = _books.Shop.Shipments.Peek(Shipment.IdOf(Order(order), TestShop.North));
        var scan = new FloorScan(
            id, FloorScanKind.Pick, TestShop.North, TestShop.Tee, null, pieces, shipment.Lines[0].Task, at);
        return Tell(() => _books.Shop.ApplyScan.RunAsync(scan, CancellationToken.None));
    }

    public Func<Task> Count(int pieces, DateTimeOffset at) => Happen(StockEventKind.Count, pieces, at);

    public Func<Task> Happen(StockEventKind kind, int pieces, DateTimeOffset at)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"event-{_told.Count}");
        var happened = new StockEvent(id, kind, TestShop.North, TestShop.Tee, pieces, at, "dev");
        return Tell(() => _happen.RunAsync(happened, Now, CancellationToken.None));
    }

    /// <summary>Tells of one thing and has its effect carried into the books.</summary>
    public async Task TellAsync(Func<Task> told)
    {
        ArgumentNullException.ThrowIfNull(told);
        await told();
        if (_told.Count <= 2)
        {
            await AdvanceAsync(new Generator(0));
        }
    }

    /// <summary>All reports of shipments so far, in any order: some once more, some late.</summary>
    public async Task AdvanceAsync(Generator chance)
    {
        ArgumentNullException.ThrowIfNull(chance);
        foreach (var (number, change) in chance.Shuffled(_books.Shop.Shipments.Changes.Index()))
        {
            await _advance.RunAsync(change, $"changed-{number}", Now, CancellationToken.None);
        }
    }

    public async Task<StockLevel> LevelAsync() =>
        (await Store.FindLevelAsync(TestShop.Tee, TestShop.North, CancellationToken.None))!;

    public async Task<IReadOnlyList<StockFinding>> ProveAsync() =>
        (await _books.Proving.ProveAsync(TestShop.Tee, CancellationToken.None)).Findings;

    public async Task<IReadOnlyList<Discrepancy>> DiscrepanciesAsync() =>
    [
        .. (await _books.RowsAsync(TestShop.Tee)).Values
            .Where(row => row.Kind == StockAccounts.DiscrepancyKind).Select(row => row.As<Discrepancy>()),
    ];

    public ValueTask DisposeAsync() => _books.DisposeAsync();

    private Func<Task> Tell(Func<Task> told)
    {
        _told.Add(told);
        return told;
    }
}
