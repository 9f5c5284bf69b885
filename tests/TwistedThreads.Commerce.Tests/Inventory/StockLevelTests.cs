using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory;

public sealed class StockLevelTests
{
    private static readonly StockState[] All = Enum.GetValues<StockState>();

    // Ten of each state, so that any movement of three can be seen.
    private static readonly StockLevel Tens = new(TestShop.North, 10, 10, 10, 10, 10, 10, 10, 10, Safety: 2)
    {
        Escrow = 10,
    };

    [Fact]
    public void What_leaves_one_state_enters_the_other_and_no_third()
    {
        foreach (var (from, to) in All.SelectMany(from => All.Where(to => to != from).Select(to => (from, to))))
        {
            var after = Tens.After(Three(from, to));

            Assert.All(All.Except([StockState.Outside]), state => Assert.Equal(
                state == from ? 7 : state == to ? 13 : 10, after.In(state)));
            Assert.Equal((2, TestShop.North), (after.Safety, after.Location));
        }
    }

    [Fact]
    public void Nobody_counts_what_is_outside() =>
        Assert.Equal(0, Tens.After(Three(StockState.Free, StockState.Outside)).In(StockState.Outside));

    [Theory]
    [InlineData(10, 3, 7)]
    [InlineData(3, 3, 0)]
    [InlineData(2, 3, 0)] // Safety is a wish, not a debt: never below zero.
    public void What_may_be_promised_is_what_is_free_above_the_safety_stock(int free, int safety, int promise) =>
        Assert.Equal(promise, (Tens with { Free = free }).Keeping(safety).AvailableToPromise);

    [Fact]
    public void On_hand_is_what_lies_on_the_shelf_whoever_it_is_held_for()
    {
        var level = Tens with { Free = 5, Reserved = 3, Allocated = 2, Escrow = 1 };

        Assert.Equal((11, 5), (level.OnHand, level.Held)); // 5 + 3 + 2 + 1; 3 + 2.
    }

    private static Movement Three(StockState from, StockState to) =>
        new("mov-1", TestShop.North, from, to, 3, "test", "test", "test", TestShop.Opening);
}
