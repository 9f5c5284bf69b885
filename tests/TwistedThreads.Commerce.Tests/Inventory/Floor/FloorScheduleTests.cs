using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Floor;

/// <summary>Whatever happens on the floor, and in whatever order and however often it is told: in the end the books say
/// what lies there.</summary>
public sealed class FloorScheduleTests
{
    private const int Schedules = 400;

    [Fact]
    public async Task Told_in_any_order_and_repeatedly_the_books_end_as_the_world_is()
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            var chance = new Generator(seed);
            var floor = Played(chance, steps: 40);
            var books = new InMemoryStockAccounts(new Tripwire());
            var workflow = new ApplyStockEventWorkflow(books);

            foreach (var happened in chance.Shuffled(floor.Events.Concat(floor.Events.Where(_ => chance.Chance(0.2)))))
            {
                await workflow.RunAsync(happened, floor.Now, CancellationToken.None);
                Assert.Empty(StockProof.Check(books.Read(TestShop.Tee)));
            }

            AgreeWith(floor, books, seed);
        }
    }

    [Fact]
    public async Task What_never_happened_leaves_no_trace_once_it_is_withdrawn()
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            var chance = new Generator(seed);
            var floor = new PlayedFloor(chance);
            var phantoms = new List<StockEvent>();
            for (var step = 0; step < 30; step++)
            {
                floor.Step();
                if (chance.Chance(0.15))
                {
                    phantoms.Add(floor.Phantom());
                }
            }

            var books = new InMemoryStockAccounts(new Tripwire());
            await TellAsync(books, floor);
            var reverse = new ReverseStockEventWorkflow(books);
            foreach (var phantom in chance.Shuffled(phantoms.Concat(phantoms)))
            {
                Assert.True(await reverse.RunAsync(
                    TestShop.Tee, phantom.Cause, "desk", "error-declared", floor.Now, CancellationToken.None));
            }

            AgreeWith(floor, books, seed);
        }
    }

    [Fact]
    public async Task A_process_that_dies_anywhere_books_an_event_once_all_the_same()
    {
        for (var step = 0; step < 4; step++)
        {
            foreach (var afterEffect in new[] { false, true })
            {
                var tripwire = new Tripwire();
                var books = new InMemoryStockAccounts(tripwire);
                var workflow = new ApplyStockEventWorkflow(books);
                var happened = new StockEvent(
                    "e1", StockEventKind.Receive, TestShop.North, TestShop.Tee, 5, TestShop.Opening, "dev");

                tripwire.Kill(step, afterEffect);
                await Record.ExceptionAsync(() =>
                    workflow.RunAsync(happened, TestShop.Opening, CancellationToken.None));
                tripwire.Disarm();
                await workflow.RunAsync(happened, TestShop.Opening, CancellationToken.None);

                Assert.Equal(5, books.Level(TestShop.Tee, TestShop.North).OnHand);
            }
        }
    }

    private static PlayedFloor Played(Generator chance, int steps)
    {
        var floor = new PlayedFloor(chance);
        for (var step = 0; step < steps; step++)
        {
            floor.Step();
        }

        return floor;
    }

    private static async Task TellAsync(InMemoryStockAccounts books, PlayedFloor floor)
    {
        var workflow = new ApplyStockEventWorkflow(books);
        foreach (var happened in floor.Events)
        {
            await workflow.RunAsync(happened, floor.Now, CancellationToken.None);
        }
    }

    private static void AgreeWith(PlayedFloor floor, InMemoryStockAccounts books, int seed)
    {
        foreach (var location in PlayedFloor.Locations)
        {
            var level = books.Level(TestShop.Tee, location);
            Assert.Equal(
                (seed, location, floor.Shelf(location), floor.Damaged(location), floor.OnTheWayFrom(location)),
                (seed, location, level.OnHand, level.Damaged, level.InTransit));
        }

        Assert.Empty(StockProof.Check(books.Read(TestShop.Tee)));
    }
}
