using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>The floor's books on an engine: what is told in any order, repeatedly and through faults ends as the world
/// is.</summary>
public abstract class StockAccountsConformance : IAsyncLifetime
{
    private const int Floors = 6;
    private const int Steps = 20;
    private IEngineUnderTest? _engine;

    private IDocuments Engine => _engine!.Documents;

    public async Task InitializeAsync() => _engine = await OpenAsync(StockStore.Container);

    public async Task DisposeAsync() => await _engine!.DisposeAsync();

    protected abstract Task<IEngineUnderTest> OpenAsync(params DocumentContainer[] containers);

    [Fact]
    public async Task Told_in_any_order_through_any_fault_the_books_end_as_the_world_is()
    {
        for (var seed = 0; seed < Floors; seed++)
        {
            await using var fresh = await OpenAsync(StockStore.Container);
            await PlayAsync(seed, fresh.Documents);
        }
    }

    [Fact]
    public async Task An_entry_that_was_drafted_on_an_old_level_is_not_booked()
    {
        var accounts = new StockAccounts(Engine);
        var first = await accounts.ReadAsync(TestShop.Tee, Receipt("a"), CancellationToken.None);
        var entries = new[] { Receipt("a"), Receipt("b") }
            .Select(receipt => StockRules.Book(first, receipt, TestShop.Opening))
            .ToList();

        Assert.Equal(EntryOutcome.Booked, await accounts.BookAsync(entries[0], CancellationToken.None));
        Assert.Equal(EntryOutcome.Changed, await accounts.BookAsync(entries[1], CancellationToken.None));
        Assert.Equal(EntryOutcome.Known, await accounts.BookAsync(entries[0], CancellationToken.None));
    }

    [Fact]
    public async Task A_booked_event_is_found_with_what_it_moved()
    {
        var accounts = new StockAccounts(Engine);
        await TellAsync(accounts, Receipt("a"));

        var found = await accounts.FindAsync(TestShop.Tee, Receipt("a").Cause, CancellationToken.None);

        Assert.Equal(Receipt("a"), found!.Event);
        var movement = Assert.Single(found.Movements);
        Assert.Equal((StockState.Outside, StockState.Free, 5), (movement.From, movement.To, movement.Quantity));
        Assert.Null(await accounts.FindAsync(TestShop.Tee, Receipt("b").Cause, CancellationToken.None));
    }

    [Fact]
    public async Task A_reservation_and_a_sale_at_once_are_both_booked()
    {
        var (accounts, ledger) = (new StockAccounts(Engine), new StockStore(Engine));
        await TellAsync(accounts, Receipt("a"));
        var sale = Receipt("b") with { Kind = StockEventKind.Sale, Quantity = 1 };
        var reservation = new Reservation(
            Commerce.Kernel.OrderId.Parse(new CountedIds().New("ord_")), TestShop.Tee, null,
            [Hold.Of(TestShop.North, 2)]);

        await Task.WhenAll(
            TellAsync(accounts, sale),
            ledger.ReserveAsync(
                reservation, ReservationPlan.Book(reservation, TestShop.Opening), CancellationToken.None));

        var level = Assert.Single(await ledger.LevelsAsync(TestShop.Tee, CancellationToken.None));
        Assert.Equal((2, 2), (level.Free, level.Reserved));
    }

    private static async Task PlayAsync(int seed, IDocuments engine)
    {
        var chance = new Generator(seed);
        var floor = new PlayedFloor(chance);
        for (var step = 0; step < Steps; step++)
        {
            floor.Step();
        }

        var faulty = new FaultyDocuments(engine);
        faulty.Plan(seed, 0.15);
        var accounts = new StockAccounts(faulty);
        foreach (var happened in chance.Shuffled(floor.Events.Concat(floor.Events.Where(_ => chance.Chance(0.3)))))
        {
            await TellAsync(accounts, happened);
        }

        var levels = await new StockStore(engine).LevelsAsync(TestShop.Tee, CancellationToken.None);
        foreach (var location in PlayedFloor.Locations)
        {
            var level = levels.FirstOrDefault(level => level.Location == location) ?? StockLevel.Empty(location);
            Assert.Equal(
                (seed, floor.Shelf(location), floor.Damaged(location), floor.OnTheWayFrom(location)),
                (seed, level.OnHand, level.Damaged, level.InTransit));
        }

        Assert.Empty(StockProof.Check(await new StockBooks(engine).ReadAsync(TestShop.Tee, CancellationToken.None)));
        Assert.True(faulty.Played > 0, $"seed {seed} met no fault");
    }

    // As a queue does: again until it is done.
    private static async Task TellAsync(StockAccounts accounts, StockEvent happened)
    {
        var workflow = new ApplyStockEventWorkflow(accounts);
        for (var delivery = 0; ; delivery++)
        {
            try
            {
                await workflow.RunAsync(happened, TestShop.Opening.AddDays(2), CancellationToken.None);
                return;
            }
            catch (DocumentsException) when (delivery < 50)
            {
                // Delivered again.
            }
        }
    }

    private static StockEvent Receipt(string id) =>
        new(id, StockEventKind.Receive, TestShop.North, TestShop.Tee, 5, TestShop.Opening, "dev");
}
