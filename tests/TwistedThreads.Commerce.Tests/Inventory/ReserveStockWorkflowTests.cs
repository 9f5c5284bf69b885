using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory;

public sealed class ReserveStockWorkflowTests
{
    private readonly TestShop _shop = new TestShop()
        .Stock(TestShop.Tee, TestShop.North, 10, safety: 2)
        .Stock(TestShop.Cap, TestShop.North, 3);

    [Fact]
    public async Task Two_lines_of_one_article_are_checked_together()
    {
        // Five and four are each within the eight that may be promised; nine are not.
        var refused = await ReserveAsync(NewOrder(), (TestShop.Tee, 5), (TestShop.Tee, 4));
        var met = await ReserveAsync(NewOrder(), (TestShop.Tee, 5), (TestShop.Tee, 3));

        Assert.Equal([new StockRefusal.Shortage(TestShop.Tee, 9, 8)], Shortages(refused));
        Assert.Equal(8, Assert.Single(met.Value).Quantity);
    }

    [Fact]
    public async Task A_location_that_is_not_moved_in_gives_nothing_to_the_web()
    {
        _shop.Locations.Know(TestShop.North, isMovedIn: false);

        var refused = await ReserveAsync(NewOrder(), (TestShop.Tee, 1));
        _shop.Locations.Know(TestShop.North, isMovedIn: true);
        var met = await ReserveAsync(NewOrder(), (TestShop.Tee, 1));

        Assert.Equal([new StockRefusal.Shortage(TestShop.Tee, 1, 0)], Shortages(refused));
        Assert.Equal(1, Assert.Single(met.Value).Quantity);
    }

    [Fact]
    public async Task Asking_again_for_the_same_order_holds_its_pieces_once()
    {
        var order = NewOrder();

        var first = await ReserveAsync(order, (TestShop.Tee, 3));
        var second = await ReserveAsync(order, (TestShop.Tee, 3));

        Assert.Equal(first.Value, second.Value);
        Assert.Equal((7, 3), (Level(TestShop.Tee).Free, Level(TestShop.Tee).Reserved));
    }

    [Fact]
    public async Task Asking_again_after_taking_the_last_piece_finds_it_still_held()
    {
        var order = NewOrder();
        await ReserveAsync(order, (TestShop.Cap, 3));

        Assert.Equal(3, (await ReserveAsync(order, (TestShop.Cap, 3))).Value.Single().Quantity);
    }

    [Fact]
    public async Task An_order_whose_hold_was_given_back_gets_no_new_one()
    {
        var order = NewOrder();
        var held = (await ReserveAsync(order, (TestShop.Tee, 3))).Value;
        await _shop.Reserve.ReleaseAsync(order, held, TestShop.Opening, CancellationToken.None);

        Assert.Equal("stock.reservation-expired", (await ReserveAsync(order, (TestShop.Tee, 3))).Refusal!.Code);
        Assert.Equal(10, Level(TestShop.Tee).Free);
    }

    [Fact]
    public async Task All_lines_are_held_or_none()
    {
        var refusal = (await ReserveAsync(NewOrder(), (TestShop.Cap, 3), (TestShop.Tee, 9))).Refusal!;

        Assert.Equal("stock.not-enough", refusal.Code);
        Assert.Equal((3, 10), (Level(TestShop.Cap).Free, Level(TestShop.Tee).Free));
    }

    [Fact]
    public async Task A_line_that_lost_its_hold_lets_go_of_the_others()
    {
        var order = NewOrder();
        var tees = (await ReserveAsync(order, (TestShop.Tee, 1))).Value;
        await _shop.Reserve.ReleaseAsync(order, tees, TestShop.Opening, CancellationToken.None);

        var refused = await ReserveAsync(order, (TestShop.Cap, 1), (TestShop.Tee, 1));

        Assert.Equal("stock.reservation-expired", refused.Refusal!.Code);
        Assert.Equal(3, Level(TestShop.Cap).Free);
    }

    [Fact]
    public async Task What_was_never_stocked_is_not_enough() => Assert.Equal(
        [new StockRefusal.Shortage(TestShop.Hoodie, 1, 0)],
        Shortages(await ReserveAsync(NewOrder(), (TestShop.Hoodie, 1))));

    [Fact]
    public async Task Giving_back_twice_or_what_was_never_held_changes_nothing()
    {
        var order = NewOrder();
        var held = (await ReserveAsync(order, (TestShop.Tee, 3))).Value;

        await _shop.Reserve.ReleaseAsync(order, held, TestShop.Opening, CancellationToken.None);
        await _shop.Reserve.ReleaseAsync(order, held, TestShop.Opening, CancellationToken.None);
        await _shop.Reserve.ReleaseAsync(NewOrder(), held, TestShop.Opening, CancellationToken.None);

        Assert.Equal(10, Level(TestShop.Tee).Free);
        Assert.Empty(_shop.Prove());
    }

    [Fact]
    public async Task Whoever_loses_the_last_pieces_between_reading_and_writing_is_told_what_is_left()
    {
        // The other order takes seven of the eight after this one read the level.
        _shop.Tripwire.Arm(0, afterEffect: true, () => ReserveAsync(NewOrder(), (TestShop.Tee, 7)));

        var late = await ReserveAsync(NewOrder(), (TestShop.Tee, 2));

        Assert.Equal([new StockRefusal.Shortage(TestShop.Tee, 2, 1)], Shortages(late));
    }

    [Fact]
    public async Task However_many_ask_at_once_nothing_is_sold_twice()
    {
        var shop = new TestShop()
            .Stock(TestShop.Tee, TestShop.North, 60, safety: 5)
            .Stock(TestShop.Tee, TestShop.South, 40)
            .Stock(TestShop.Tee, TestShop.Berlin, 9, safety: 9);
        shop.Tripwire.Yields = true;
        var wishes = Enumerable.Range(0, 200).Select(number => 1 + (number % 3)).ToList();

        var answers = await Task.WhenAll(wishes.Select(pieces => Task.Run(() => shop.Reserve.RunAsync(
            OrderId.Parse(shop.Ids.New(OrderId.Prefix)), [new StockWish(TestShop.Tee, pieces)],
            TestShop.Opening.AddMinutes(15), TestShop.Opening, CancellationToken.None))));

        // By hand: 60 − 5 + 40 + 9 − 9 = 95 pieces; about 400 are wanted, one piece is wanted by many, so all go.
        Assert.Equal(
            95, answers.Where(answer => !answer.IsRefused).Sum(answer => answer.Value.Sum(held => held.Quantity)));
        Assert.Equal([5, 0, 9], shop.Ledger.Read(TestShop.Tee).Levels.Select(level => level.Free));
        Assert.Empty(shop.Prove());
    }

    private static IReadOnlyList<StockRefusal.Shortage> Shortages(Result<IReadOnlyList<Reservation>> refused) =>
        Assert.IsAssignableFrom<IReadOnlyList<StockRefusal.Shortage>>(refused.Refusal!.Facts["lines"]);

    private StockLevel Level(Sku sku) => _shop.Level(sku, TestShop.North);

    private OrderId NewOrder() => OrderId.Parse(_shop.Ids.New(OrderId.Prefix));

    private Task<Result<IReadOnlyList<Reservation>>> ReserveAsync(
        OrderId order, params (Sku Sku, int Pieces)[] wishes) =>
        _shop.Reserve.RunAsync(
            order, [.. wishes.Select(wish => new StockWish(wish.Sku, wish.Pieces))],
            TestShop.Opening.AddMinutes(15), TestShop.Opening, CancellationToken.None);
}
