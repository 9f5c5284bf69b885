using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory;

public sealed class ReservationPlanTests
{
    [Fact]
    public void One_warehouse_gives_all_if_it_can_the_one_with_most() =>
        Assert.Equal("WH2:3", Plan(3, (TestShop.North, 4), (TestShop.South, 9), (TestShop.Berlin, 50)));

    [Fact]
    public void Of_two_equal_warehouses_the_first_by_code_gives() =>
        Assert.Equal("WH1:3", Plan(3, (TestShop.South, 4), (TestShop.North, 4)));

    [Fact]
    public void A_shop_gives_when_no_warehouse_has_enough() =>
        Assert.Equal("BER:5", Plan(5, (TestShop.North, 4), (TestShop.Berlin, 5)));

    [Fact]
    public void What_no_one_has_alone_comes_from_as_few_as_can_be() =>
        Assert.Equal("BER:6 WH1:2", Plan(8, (TestShop.North, 5), (TestShop.South, 1), (TestShop.Berlin, 6)));

    [Fact]
    public void Among_equals_warehouses_are_asked_before_shops() =>
        Assert.Equal("WH1:4 WH2:4 BER:1", Plan(9, (TestShop.Berlin, 4), (TestShop.South, 4), (TestShop.North, 4)));

    [Theory]
    [InlineData(10, "WH1:4 WH2:4 BER:2")]
    [InlineData(11, null)] // 4 + 4 + 2 = 10.
    public void What_all_together_do_not_have_cannot_be_planned(int pieces, string? plan) =>
        Assert.Equal(plan, Plan(pieces, (TestShop.North, 4), (TestShop.South, 4), (TestShop.Berlin, 2)));

    [Fact]
    public void Safety_stock_is_not_given_away()
    {
        var level = Level(TestShop.North, free: 5, safety: 3);

        Assert.Null(ReservationPlan.For([level], 3, _ => true));
        Assert.Equal([Hold.Of(TestShop.North, 2)], ReservationPlan.For([level], 2, _ => true));
    }

    [Fact]
    public void What_was_never_stocked_cannot_be_planned() => Assert.Null(Plan(1));

    [Fact]
    public void A_plan_holds_what_was_asked_and_never_more_than_a_place_can_promise()
    {
        var generator = new Generator(17);
        for (var round = 0; round < 1_000; round++)
        {
            LocationId[] places = [TestShop.North, TestShop.South, TestShop.Berlin];
            var levels = places
                .Select(place => Level(place, generator.Between(-1, 9), generator.Between(0, 3)))
                .ToDictionary(level => level.Location);
            var pieces = generator.Between(1, 25);

            var plan = ReservationPlan.For(levels.Values, pieces, place => place != TestShop.Berlin);

            Assert.Equal(levels.Values.Sum(level => level.AvailableToPromise) >= pieces, plan is not null);
            Assert.True(plan is null || plan.Sum(hold => hold.Quantity) == pieces, $"round {round}");
            Assert.All(plan ?? [], hold => Assert.InRange(hold.Quantity, 1, levels[hold.Location].AvailableToPromise));
        }
    }

    private static StockLevel Level(LocationId place, int free, int safety) =>
        (StockLevel.Empty(place) with { Free = free }).Keeping(safety);

    private static string? Plan(int pieces, params (LocationId Location, int Free)[] levels)
    {
        var plan = ReservationPlan.For(
            levels.Select(level => Level(level.Location, level.Free, safety: 0)),
            pieces,
            place => place != TestShop.Berlin);
        return plan is null ? null : string.Join(' ', plan.Select(hold => $"{hold.Location}:{hold.Quantity}"));
    }
}
