using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory;

public sealed class StockProofTests
{
    private static readonly Reservation Held = new(
        SampleOrders.Id, TestShop.Tee, null,
        [new Hold(TestShop.North, 4, Released: 1, Allocated: 3, Picked: 2, Shipped: 1)]);

    // Ten came in; four were reserved and one of them released; three allocated, two picked, one shipped.
    private static readonly SkuBook Right = new(
        TestShop.Tee,
        [StockLevel.Empty(TestShop.North) with { Free = 7, Reserved = 0, Allocated = 1, Picked = 1 }],
        [
            Move("1", StockState.Outside, StockState.Free, 10),
            Move("2", StockState.Free, StockState.Reserved, 4),
            Move("3", StockState.Reserved, StockState.Free, 1),
            Move("4", StockState.Reserved, StockState.Allocated, 3),
            Move("5", StockState.Allocated, StockState.Picked, 2),
            Move("6", StockState.Picked, StockState.Outside, 1),
        ],
        [Held]);

    [Fact]
    public void Right_books_are_found_right() => Assert.Empty(StockProof.Check(Right));

    [Fact]
    public void A_level_that_lost_a_piece_is_found()
    {
        var finding = Assert.Single(StockProof.Check(WithLevel(level => level with { Free = 6 })));

        Assert.Equal((TestShop.North, StockState.Free, -1), (finding.Location, finding.State, finding.Drift));
        Assert.Equal("level is the fold of its movements", finding.Rule);
    }

    [Theory]
    [InlineData(StockState.Free)]
    [InlineData(StockState.Reserved)]
    [InlineData(StockState.Allocated)]
    [InlineData(StockState.Picked)]
    [InlineData(StockState.InTransit)]
    [InlineData(StockState.Incoming)]
    [InlineData(StockState.Damaged)]
    [InlineData(StockState.QualityHold)]
    public void A_piece_too_many_is_found_in_every_state(StockState state) => Assert.Contains(
        StockProof.Check(WithLevel(level => level.After(Move("7", StockState.Outside, state, 1)))),
        finding => finding.State == state && finding.Drift == 1);

    [Fact]
    public void A_movement_that_was_lost_is_found() => Assert.Equal(
        [(StockState.Allocated, -2), (StockState.Picked, 2)],
        StockProof.Check(Right with { Movements = [.. Right.Movements.Where(movement => movement.Id != "5")] })
            .Select(finding => (finding.State, finding.Drift)));

    [Fact]
    public void A_reservation_that_was_lost_is_found() => Assert.Equal(
        [(StockState.Allocated, 1), (StockState.Picked, 1)],
        StockProof.Check(Right with { Reservations = [] }).Select(finding => (finding.State, finding.Drift)));

    [Fact]
    public void A_reservation_that_nobody_booked_is_found()
    {
        var unbooked = Held with { Holds = [Hold.Of(TestShop.North, 2)] };

        var finding = Assert.Single(StockProof.Check(Right with { Reservations = [Held, unbooked] }));

        Assert.Equal((StockState.Reserved, -2), (finding.State, finding.Drift));
        Assert.Equal("held pieces are those of the reservations", finding.Rule);
    }

    [Fact]
    public void A_reservation_at_a_place_without_a_level_is_found()
    {
        var elsewhere = Held with { Holds = [Hold.Of(TestShop.South, 2)] };

        Assert.Contains(
            StockProof.Check(Right with { Reservations = [Held, elsewhere] }),
            finding =>
                finding.Location == TestShop.South && finding.State == StockState.Reserved && finding.Drift == -2);
    }

    [Fact]
    public void A_level_that_is_missing_is_found_with_all_that_it_should_hold() => Assert.Equal(
        [(StockState.Free, -7), (StockState.Allocated, -1), (StockState.Picked, -1)],
        StockProof.Check(Right with { Levels = [], Reservations = [] })
            .Where(finding => finding.Drift != 0)
            .Select(finding => (finding.State, finding.Drift)));

    [Fact]
    public void A_level_that_is_missing_is_found_also_when_it_should_be_empty() => Assert.Equal(
        "level is missing",
        Assert.Single(StockProof.Check(new SkuBook(
            TestShop.Tee,
            [],
            [Move("1", StockState.Outside, StockState.Free, 1), Move("2", StockState.Free, StockState.Outside, 1)],
            []))).Rule);

    [Fact]
    public void Fewer_than_none_is_found_even_if_the_journal_agrees() => Assert.Equal(
        [("no state is negative", StockState.Free, -1)],
        StockProof.Check(new SkuBook(
            TestShop.Tee,
            [StockLevel.Empty(TestShop.North) with { Free = -1 }],
            [Move("1", StockState.Free, StockState.Outside, 1)],
            [])).Select(finding => (finding.Rule, finding.State, finding.Drift)));

    private static SkuBook WithLevel(Func<StockLevel, StockLevel> lie) =>
        Right with { Levels = [lie(Right.Levels[0])] };

    private static Movement Move(string id, StockState from, StockState to, int pieces) =>
        new(id, TestShop.North, from, to, pieces, "test", "test", "test", TestShop.Opening);
}
