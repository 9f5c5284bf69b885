using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Onboarding;
using TwistedThreads.Functions.Platform.Blobs;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Onboarding;

/// <summary>One shop with five articles on its way into the ledger, over the real stores, and messages that are
/// delivered again and again.</summary>
internal sealed class MovingShop : IAsyncDisposable
{
    private const string By = "ada";
    private readonly SqliteEngine _engine;
    private readonly TempFolder _folder = new();
    private readonly FolderBlobs _blobs;
    private readonly CutOverPlan _plan;
    private readonly FileMapping _mapping;
    private readonly BookMoveInWorkflow _booking;
    private readonly ApplyStockEventWorkflow _apply;

    private MovingShop(SqliteEngine engine)
    {
        _engine = engine;
        Documents = new MortalDocuments(engine.Documents);
        _blobs = new FolderBlobs(_folder.Path, new Signer(new byte[32]), Clock);
        var storefront = new Storefront(new Availability(Locations));
        storefront.Show(new Catalogue([Product]));
        var accounts = new StockAccounts(Documents);
        var files = new MoveInFiles(_blobs);
        _apply = new ApplyStockEventWorkflow(accounts);
        _mapping = new FileMapping(files, storefront, Clock);
        _plan = new CutOverPlan(_mapping, files, Clock);
        Store = new MoveInStore(Documents, files, new Outbox(new IdSource(Clock), Clock));
        Flags = new MovedInFlags(Documents, Locations, storefront, NullLogger<MovedInFlags>.Instance);
        _booking = new BookMoveInWorkflow(Store, Flags, _apply, new ReverseStockEventWorkflow(accounts))
        {
            Portion = 2,
        };
    }

    public static LocationId Shop { get; } = LocationId.Parse("MUC");

    public static IReadOnlyList<Sku> Skus { get; } = [.. "ABCDE".Select(letter => Sku.Parse($"TEE-{letter}"))];

    public ManualClock Clock { get; } = new();

    public Locations Locations { get; } = new();

    public MortalDocuments Documents { get; }

    public MoveInStore Store { get; }

    public MovedInFlags Flags { get; }

    public MoveInId Id { get; private set; }

    /// <summary>A shop in its dual run, whose last file says 1, 2, 3, 4 and 5, while the ledger has none of A, 2 of B
    /// and 9 of C.</summary>
    public static async Task<MovingShop> InDualRunAsync()
    {
        var shop = new MovingShop(await SqliteEngine.OpenAsync(
            StockStore.Container, ShipmentStore.Container, new DocumentContainer("operations", "kind")));
        var opening = new OpeningStock(shop.Documents, new IdSource(shop.Clock), shop.Clock);
        await opening.OpenAsync(Skus[1], [new OpeningStock.Counted(Shop, 2, 0)], CancellationToken.None);
        await opening.OpenAsync(Skus[2], [new OpeningStock.Counted(Shop, 9, 0)], CancellationToken.None);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        var moveIn = shop.New();
        shop.Id = moveIn.Id;
        await shop.Flags.SetAsync(Shop, false, moveIn.Id, By, shop.Clock.GetUtcNow(), CancellationToken.None);
        var bytes = Encoding.UTF8.GetBytes("sku;qty\nTEE-A;1\nTEE-B;2\nTEE-C;3\nTEE-D;4\nTEE-E;5\n");
        var file = (await shop._mapping.KeepAsync(moveIn, bytes, shop.Clock.GetUtcNow(), CancellationToken.None))
            .Value.File;
        var today = DateOnly.FromDateTime(shop.Clock.GetUtcNow().UtcDateTime);
        moveIn = (moveIn with { Status = MoveInStatus.DualRun, DualRunSince = today, File = file })
            .WithDay(new DualRunDay(today, file, "none", new DayTotals(0, 0, 0, 0, 0, 0)));
        await shop.Store.CreateAsync(moveIn, CancellationToken.None);
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        return shop;
    }

    public MoveIn New() => new(
        MoveInId.Of(new IdSource(Clock), Shop), MoveInStatus.Drafted, false, Clock.GetUtcNow());

    public async Task<MoveIn> PresentAsync() => (await Store.FindAsync(Id, CancellationToken.None))!.Value;

    public Task<Result<MoveIn>> BeginCutOverAsync() => Store.ChangeAsync(
        Id.Value, moveIn => _plan.CutOverAsync(moveIn, By, "ready", false, CancellationToken.None),
        CancellationToken.None);

    public Task<Result<MoveIn>> BeginRollBackAsync() => Store.ChangeAsync(
        Id.Value, moveIn => Task.FromResult(_plan.RollBack(moveIn, By, "tills broken")), CancellationToken.None);

    /// <summary>The operator asks, and all that follows is done.</summary>
    public async Task CutOverAsync()
    {
        await BeginCutOverAsync();
        await DeliverAsync();
    }

    /// <inheritdoc cref="CutOverAsync"/>
    public async Task RollBackAsync()
    {
        await BeginRollBackAsync();
        await DeliverAsync();
    }

    /// <summary>Delivers every step that was ever asked for, the oldest too, until no new one appears.</summary>
    public async Task DeliverAsync()
    {
        for (var known = -1; await StepsAsync() is var steps && steps.Count != known; known = steps.Count)
        {
            foreach (var step in steps)
            {
                await _booking.RunAsync(step, Clock.GetUtcNow(), CancellationToken.None);
            }
        }
    }

    public async Task SellAsync(Sku sku, int pieces) => await _apply.RunAsync(
        new StockEvent($"sale-{sku}", StockEventKind.Sale, Shop, sku, pieces, Clock.GetUtcNow(), "dev_1"),
        Clock.GetUtcNow(), CancellationToken.None);

    /// <summary>Everything that counts: the state, the switch, the shelves, the length of the journals, the
    /// proof.</summary>
    public async Task<string> EndAsync()
    {
        var books = new StockBooks(Documents);
        var shelves = new List<string>();
        var (movements, findings) = (0, 0);
        foreach (var sku in Skus)
        {
            var book = await books.ReadAsync(sku, CancellationToken.None);
            shelves.Add($"{sku}={book.Levels.FirstOrDefault(level => level.Location == Shop)?.OnHand}");
            movements += book.Movements.Count;
            findings += StockProof.Check(book).Count;
        }

        var moveIn = await PresentAsync();
        var isMovedIn = await Flags.IsMovedInAsync(Shop, CancellationToken.None);
        return $"{moveIn.Status} round {moveIn.Booking?.Round} done {moveIn.Booking?.Done}, moved in {isMovedIn} "
            + $"{Locations.IsMovedIn(Shop)}; {string.Join(' ', shelves)}; {movements} movements, "
            + $"{findings} findings; {string.Join(' ', moveIn.Deeds.Select(deed => deed.Deed))}";
    }

    public async ValueTask DisposeAsync()
    {
        _blobs.Dispose();
        Flags.Dispose();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    private static Product Product { get; } = new(
        "prd_tee", "tee", "Tee", "Made to last.", "tees", "cotton", "regular", "image", new DateOnly(2026, 1, 1), 1, [],
        [
            .. Skus.Select((sku, number) => new Variant(
                sku, Gtin.Parse($"40063813339{number}{CheckDigit.Of($"40063813339{number}")}"), "navy", "M",
                Money.Euros(9.90m), 150, Personalisable: false)),
        ]);

    private async Task<IReadOnlyList<MoveInStep>> StepsAsync()
    {
        var steps = new List<MoveInStep>();
        var outbox = new DocumentQuery(ShipmentStore.Container.Name) { PartitionKey = Shop.Value, Kind = Outbox.Kind };
        await foreach (var document in Documents.QueryAllAsync(outbox, CancellationToken.None))
        {
            var entry = document.As<OutboxEntry<CloudEvent<JsonElement>>>();
            if (entry.Queue == MoveInStore.StepQueue)
            {
                steps.Add(entry.Event.Data.Deserialize<MoveInStep>(ShopJson.Stored)!);
            }
        }

        return steps;
    }
}
