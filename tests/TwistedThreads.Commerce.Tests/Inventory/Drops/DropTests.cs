using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Drops;

public sealed class DropTests
{
    [Fact]
    public async Task Opening_gives_the_buckets_everything_above_the_floors_in_equal_shares()
    {
        var stall = new DropStall(100, safety: 4);

        await stall.OpenAsync(16);

        Assert.Equal((4, 96), (stall.Level.Free, stall.Level.Escrow));
        Assert.All(stall.Picture.Buckets, bucket => Assert.Equal(6, bucket.Free));
        stall.Prove("opened");
    }

    [Fact]
    public async Task Every_piece_is_sold_and_no_more()
    {
        var stall = new DropStall(50, safety: 3);
        await stall.OpenAsync(16);

        Assert.Equal(47, await stall.SellOutAsync());
        Assert.Equal(47, stall.Picture.Reserved);
        stall.Prove("sold out");
    }

    [Fact]
    public async Task Pieces_of_many_buckets_are_gathered_for_one_order()
    {
        var stall = new DropStall(8);
        await stall.OpenAsync(8);

        var bought = await stall.BuyAsync(stall.NewOrder(), 8);

        Assert.Equal(8, bought.Value.Quantity);
        Assert.Equal(0, stall.Available);
        stall.Prove("gathered");
    }

    [Fact]
    public async Task What_the_buckets_lack_is_taken_from_other_locations()
    {
        var stall = new DropStall(2, inBerlin: 2);
        await stall.OpenAsync(4);

        var bought = await stall.BuyAsync(stall.NewOrder(), 4);

        Assert.Equal(
            [(TestShop.Berlin, 2), (TestShop.North, 2)],
            bought.Value.Holds.Select(hold => (hold.Location, hold.Quantity))
                .OrderBy(hold => hold.Location.Value, StringComparer.Ordinal));
        stall.Prove("from both");
    }

    [Fact]
    public async Task A_refusal_tells_how_many_there_are()
    {
        var stall = new DropStall(5, inBerlin: 1);
        await stall.OpenAsync(4);

        var refusal = (await stall.BuyAsync(stall.NewOrder(), 7)).Refusal!;

        Assert.Equal(
            [new StockRefusal.Shortage(TestShop.Tee, 7, 6)],
            Assert.IsType<IReadOnlyList<StockRefusal.Shortage>>(refusal.Facts["lines"], exactMatch: false));
    }

    [Fact]
    public async Task Asking_again_for_the_same_order_holds_its_pieces_once()
    {
        var stall = new DropStall(3);
        await stall.OpenAsync(4);
        var order = stall.NewOrder();

        await stall.BuyAsync(order, 3);

        Assert.Equal(3, (await stall.BuyAsync(order, 3)).Value.Quantity);
        Assert.Equal(3, stall.Picture.Reserved);
    }

    [Fact]
    public async Task What_is_given_back_can_be_bought_and_its_order_gets_nothing_any_more()
    {
        var stall = new DropStall(1);
        await stall.OpenAsync(2);
        var order = stall.NewOrder();
        await stall.BuyAsync(order, 1);
        await stall.ReleaseAsync(order);

        Assert.Equal("stock.reservation-expired", (await stall.BuyAsync(order, 1)).Refusal!.Code);
        Assert.Equal(1, await stall.SellOutAsync());
    }

    [Fact]
    public async Task A_claim_brings_the_pieces_onto_a_pick_list()
    {
        var stall = new DropStall(5);
        await stall.OpenAsync(2);
        var order = stall.NewOrder();
        await stall.BuyAsync(order, 2);

        await stall.ClaimAsync(order);
        await stall.ClaimAsync(order);

        Assert.Equal((3, 2, 0), (stall.Level.Escrow, stall.Level.Allocated, stall.Picture.Reserved));
        stall.Prove("claimed");
    }

    [Fact]
    public async Task A_drop_ends_when_its_last_hold_has()
    {
        var stall = new DropStall(5, safety: 1);
        await stall.OpenAsync(4);
        var order = stall.NewOrder();
        await stall.BuyAsync(order, 2);

        Assert.NotNull(await stall.CloseAsync());
        Assert.Equal((3, 2), (stall.Level.Free, stall.Level.Escrow));
        Assert.Equal(2, await stall.SellOutAsync());
        await stall.ClaimAsync(order);
        Assert.Null(await stall.CloseAsync());
        Assert.Equal((0, 0, 2), (stall.Level.Escrow, stall.Level.Buckets, stall.Level.Allocated));
        stall.Prove("closed");
    }

    [Fact]
    public async Task A_closing_drop_still_sells_what_was_given_back_to_a_bucket()
    {
        var stall = new DropStall(1);
        await stall.OpenAsync(2);
        var first = stall.NewOrder();
        await stall.BuyAsync(first, 1);
        await stall.CloseAsync();
        await stall.ReleaseAsync(first);

        Assert.Equal(1, await stall.SellOutAsync());
        stall.Prove("sold while closing");
    }

    [Fact]
    public async Task The_next_drop_has_buckets_of_its_own()
    {
        var stall = new DropStall(3);
        await stall.OpenAsync(2);
        await stall.CloseAsync();

        var opened = await stall.OpenAsync(5);

        Assert.Equal((2, 5), (opened.Value.Turn, opened.Value.Buckets));
        Assert.Equal(3, await stall.SellOutAsync());
        stall.Prove("second drop");
    }

    [Fact]
    public async Task New_free_pieces_go_to_the_buckets_at_the_next_tick_and_sell_before_it()
    {
        var stall = new DropStall(2);
        await stall.OpenAsync(2);
        await stall.SellOutAsync();
        await stall.ReturnToShelfAsync(3);

        Assert.False((await stall.BuyAsync(stall.NewOrder(), 1)).IsRefused);
        await stall.TendAsync();
        Assert.Equal((0, 2), (stall.Level.Free, stall.Picture.Free));
        stall.Prove("filled up");
    }

    [Fact]
    public async Task Opening_again_changes_nothing_and_opening_otherwise_is_refused()
    {
        var stall = new DropStall(3, inBerlin: 1);
        await stall.OpenAsync(2);

        Assert.Equal(1, (await stall.OpenAsync(2)).Value.Turn);
        Assert.Equal("drop.open-otherwise", (await stall.OpenAsync(3)).Refusal!.Code);
        Assert.Equal("drop.bad-buckets", (await stall.OpenAsync(1)).Refusal!.Code);
        Assert.Equal("drop.bad-buckets", (await stall.OpenAsync(65)).Refusal!.Code);
    }

    [Theory]
    [InlineData("TEE-CREW-NAVY-M~WH1~2~15", true)]
    [InlineData("TEE-CREW-NAVY-M", false)]
    [InlineData("TEE-CREW-NAVY-M~WH1~02~15", false)]
    [InlineData("TEE-CREW-NAVY-M~WH1~2", false)]
    [InlineData("tee~WH1~2~1", false)]
    public void A_bucket_is_known_by_its_name(string text, bool isBucket)
    {
        Assert.Equal(isBucket, BucketId.TryParse(text, out var id));
        Assert.False(Sku.TryParse(text, out _) && isBucket);
        Assert.True(!isBucket || id.Value == text);
    }
}
