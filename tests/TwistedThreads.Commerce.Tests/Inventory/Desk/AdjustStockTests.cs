using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Desk;

/// <summary>The desk corrects what the books hold, once, and no more than that.</summary>
public sealed class AdjustStockTests
{
    private readonly InMemoryStockAccounts _books = new(new Tripwire());

    [Theory]
    [InlineData("lost", 4)]
    [InlineData("correction", -4)]
    [InlineData("repaired", 1)]
    [InlineData("release", 1)]
    public async Task No_state_is_taken_below_zero(string reason, int quantity)
    {
        await BookAsync("a0", "found", 3);

        var answer = await BookAsync("a1", reason, quantity);

        Assert.Equal("stock.below-zero", answer);
        Assert.Equal(3, _books.Level(TestShop.Tee, TestShop.North).OnHand);
    }

    [Fact]
    public async Task A_process_that_dies_anywhere_takes_the_last_pieces_once()
    {
        var runs = 0;
        for (; runs < 20; runs++)
        {
            var tripwire = new Tripwire();
            var dying = new InMemoryStockAccounts(tripwire);
            var workflow = new AdjustStockWorkflow(dying);
            await workflow.RunAsync(Event("a0", "found", 3), TestShop.Opening, CancellationToken.None);
            tripwire.Kill(runs / 2, runs % 2 == 1);

            var first = await Record.ExceptionAsync(() =>
                workflow.RunAsync(Event("a1", "lost", 3), TestShop.Opening, CancellationToken.None));
            tripwire.Disarm();
            var second = await workflow.RunAsync(Event("a1", "lost", 3), TestShop.Opening, CancellationToken.None);

            Assert.False(second.IsRefused);
            Assert.Equal(0, dying.Level(TestShop.Tee, TestShop.North).OnHand);
            if (first is null)
            {
                break;
            }
        }

        Assert.InRange(runs, 3, 19);
    }

    private async Task<string?> BookAsync(string id, string reason, int quantity) =>
        (await new AdjustStockWorkflow(_books).RunAsync(
            Event(id, reason, quantity), TestShop.Opening, CancellationToken.None)).Refusal?.Code;

    private static StockEvent Event(string id, string reason, int quantity) => new(
        id, StockEventKind.Adjust, TestShop.North, TestShop.Tee, quantity, TestShop.Opening, "desk")
    {
        Reason = reason,
    };
}
