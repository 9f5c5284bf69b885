using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Drops;

/// <summary>Meetings of two processes that drawn schedules seldom bring about.</summary>
public sealed class DropMeetingTests
{
    // A buyer looks at the level, tries its own bucket, then looks at bucket 0 and at bucket 1.
    private const int BeforeTheSecondBucket = 3;

    [Fact]
    public async Task A_piece_that_comes_free_where_the_buyer_has_looked_already_is_found()
    {
        var stall = new DropStall(2);
        await stall.OpenAsync(2);
        var (holder, rival) = (stall.NewOrderAt(0), stall.NewOrderAt(1));
        await stall.BuyAsync(holder, 1);
        stall.Shop.Tripwire.Arm(BeforeTheSecondBucket, afterEffect: false, async () =>
        {
            await stall.ReleaseAsync(holder);
            Assert.False((await stall.BuyAsync(rival, 1)).IsRefused);
        });

        var bought = await stall.BuyAsync(stall.NewOrderAt(0), 1);

        Assert.False(bought.IsRefused);
        stall.Prove("both sold");
    }

    [Fact]
    public async Task A_piece_on_its_way_between_buckets_is_waited_for()
    {
        var stall = new DropStall(1);
        await stall.OpenAsync(2);
        var giver = stall.Picture.Buckets.Single(bucket => bucket.Free == 1);
        await stall.Shop.Ledger.SendAsync(giver.Id, 1 - giver.Number, 1, CancellationToken.None);

        Assert.False((await stall.BuyAsync(stall.NewOrderAt(giver.Number), 1)).IsRefused);
    }

    [Fact]
    public async Task A_reservation_made_before_the_drop_is_not_made_twice_for_good()
    {
        var stall = new DropStall(4);
        var order = stall.NewOrder();
        await stall.BuyAsync(order, 1);
        await stall.OpenAsync(2);
        await stall.BuyAsync(order, 1);

        await stall.ClaimAsync(order);
        var hold = stall.Book.BucketHolds.Single();
        await stall.Shop.ClaimHolds.SettleAsync(hold, TestShop.Opening, CancellationToken.None);

        Assert.Equal((1, 3), (stall.Level.Allocated, stall.Available));
        stall.Prove("once");
    }

    [Fact]
    public async Task Two_claims_of_one_hold_take_its_pieces_once()
    {
        var stall = new DropStall(4);
        await stall.OpenAsync(2);
        var order = stall.NewOrder();
        await stall.BuyAsync(order, 2);

        // The second claim comes when the first has found the hold and has not yet written.
        stall.Shop.Tripwire.Arm(3, afterEffect: false, () => stall.ClaimAsync(order));
        await stall.ClaimAsync(order);

        Assert.Equal((2, 2), (stall.Level.Allocated, stall.Level.Escrow));
        stall.Prove("once");
    }

    [Fact]
    public async Task A_buyer_who_still_sees_an_ended_drop_buys_from_the_books()
    {
        var stall = new DropStall(2);
        await stall.OpenAsync(2);
        stall.Shop.Tripwire.Arm(1, afterEffect: false, async () => Assert.Null(await stall.CloseAsync()));

        var bought = await stall.BuyAsync(stall.NewOrder(), 2);

        Assert.Null(bought.Value.Bucket);
        Assert.Equal(2, stall.Level.Reserved);
        stall.Prove("from the books");
    }

    [Fact]
    public async Task Two_drops_opened_at_once_are_one()
    {
        var stall = new DropStall(2, inBerlin: 2);
        var other = Result<bool>();
        stall.Shop.Tripwire.Arm(1, afterEffect: false, async () => other = (await stall.Shop.Drops.OpenAsync(
            TestShop.Tee, TestShop.Berlin, 2, TestShop.Opening, CancellationToken.None)).Map(_ => true));

        var opened = await stall.OpenAsync(2);

        Assert.True(other.Value);
        Assert.Equal("drop.open-otherwise", opened.Refusal!.Code);
        Assert.Single(stall.Book.Levels, level => level.Buckets > 0);
        static Result<T> Result<T>() => StockRefusal.Unknown("nothing yet");
    }
}
