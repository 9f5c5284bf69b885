using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>Orders are picked while others count, sell and receive; scanners tell of it in any order and more than
/// once. In the end the shelf of the books is the shelf of the world.</summary>
public sealed class LatePickTests
{
    private const int Schedules = 60;
    private const int Orders = 4;

    [Fact]
    public async Task A_pick_before_a_count_that_is_told_after_it_leaves_the_shelf_as_counted()
    {
        await using var floor = await PickedFloor.OpenAsync(opening: 10, orders: 1, pieces: 3);
        var pick = floor.PickAll(PickedFloor.At(10));
        var count = floor.Count(7, PickedFloor.At(20));

        await floor.TellAsync(count);
        await floor.TellAsync(pick);

        var level = await floor.LevelAsync();
        Assert.Equal((7, 3), (level.OnHand, level.Picked));
        Assert.Contains(await floor.DiscrepanciesAsync(), flag => flag.Kind == DiscrepancyKind.CountExplained);
        Assert.Empty(await floor.ProveAsync());
    }

    [Fact]
    public async Task A_count_before_a_pick_that_is_told_after_it_has_seen_the_pieces()
    {
        await using var floor = await PickedFloor.OpenAsync(opening: 10, orders: 1, pieces: 3);
        var count = floor.Count(10, PickedFloor.At(10));
        var pick = floor.PickAll(PickedFloor.At(20));

        await floor.TellAsync(pick);
        await floor.TellAsync(count);

        Assert.Equal(7, (await floor.LevelAsync()).OnHand);
        Assert.Empty(await floor.ProveAsync());
    }

    [Fact]
    public async Task A_count_that_comes_between_looking_and_booking_is_not_overlooked()
    {
        await using var floor = await PickedFloor.OpenAsync(opening: 10, orders: 1, pieces: 3);
        var found = await floor.Store.FindReservationAsync(TestShop.Tee, PickedFloor.Order(0), CancellationToken.None);
        var picked = found!.Value.Advance(
            TestShop.North, 3, 0, floor.Now, [new PickedPieces(3, PickedFloor.At(10))]);
        var settled = LatePickRules.Settle(picked, await floor.LevelAsync());

        await floor.TellAsync(floor.Count(7, PickedFloor.At(20)));

        Assert.Equal(
            BookingOutcome.Changed, await floor.Store.AdvanceAsync(found, settled, CancellationToken.None));
    }

    [Fact]
    public async Task Picks_counts_sales_and_receipts_told_in_any_order_end_as_the_world_is()
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            var chance = new Generator(seed);
            await using var floor = await PickedFloor.OpenAsync(opening: 30, Orders, pieces: 4);
            var shelf = Play(floor, chance);

            foreach (var (number, told) in chance.Shuffled(floor.Told.Concat(floor.Told)).Index())
            {
                await floor.TellAsync(told);
                if (number % 5 == 0)
                {
                    await floor.AdvanceAsync(chance);
                }
            }

            await floor.AdvanceAsync(chance);
            var level = await floor.LevelAsync();
            Assert.Equal((seed, shelf), (seed, level.OnHand));
            Assert.Equal((seed, Orders * 4), (seed, level.Picked));
            Assert.Empty(await floor.ProveAsync());
        }
    }

    // What is held for orders stays on the shelf until it is picked for them.
    private static int Play(PickedFloor floor, Generator chance)
    {
        var (free, held) = (30 - (Orders * 4), Enumerable.Repeat(4, Orders).ToArray());
        for (var minute = 1; held.Any(pieces => pieces > 0) || minute < 40; minute++)
        {
            var order = chance.Between(0, Orders - 1);
            var at = PickedFloor.At(minute);
            switch (chance.Between(0, 4))
            {
                case 0 or 1 when held[order] > 0:
                    var picked = chance.Between(1, held[order]);
                    held[order] -= picked;
                    floor.Pick(order, picked, at);
                    break;
                case 2:
                    floor.Count(free + held.Sum(), at);
                    break;
                case 3 when free > 0:
                    var sold = chance.Between(1, free);
                    free -= sold;
                    floor.Happen(StockEventKind.Sale, sold, at);
                    break;
                case 4:
                    free += 2;
                    floor.Happen(StockEventKind.Receive, 2, at);
                    break;
            }
        }

        return free + held.Sum();
    }
}
