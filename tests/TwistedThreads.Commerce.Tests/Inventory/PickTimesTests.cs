using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory;

public sealed class PickTimesTests
{
    private static readonly DateTimeOffset Now = TestShop.Opening.AddDays(1);
    private static readonly Reservation Held = new Reservation(
        SampleOrders.Id, TestShop.Tee, null, [Hold.Of(TestShop.North, 50)]).Allocate(TestShop.Opening).Reservation;

    [Fact]
    public void Each_pick_is_booked_at_its_own_time_and_equal_times_at_once() => Assert.Equal(
        [(2, At(1)), (3, At(2)), (1, Now)],
        Picks(Held.Advance(
            TestShop.North, 6, 0, Now,
            [new(1, At(1)), new(1, At(1)), new(3, At(2)), new(1, Now.AddHours(1))])));

    [Fact]
    public void Pieces_that_an_older_report_knew_no_time_for_come_first() => Assert.Equal(
        [(2, Now), (1, At(1))],
        Picks(Held.Advance(TestShop.North, 3, 0, Now, [new(1, At(1))])));

    [Fact]
    public void What_is_booked_already_keeps_its_time()
    {
        PickedPieces[] picks = [new(2, At(1)), new(2, At(2))];
        var first = Held.Advance(TestShop.North, 2, 0, Now, picks[..1]).Reservation;

        Assert.Equal([(2, At(2))], Picks(first.Advance(TestShop.North, 4, 0, Now, picks)));
        Assert.Empty(first.Advance(TestShop.North, 2, 0, Now, picks[..1]).Movements);
    }

    [Fact]
    public void Many_picks_are_booked_a_part_at_a_time_and_shipped_with_the_last()
    {
        var picks = Enumerable.Range(1, 50).Select(minute => new PickedPieces(1, At(minute))).ToList();
        var held = Held;
        var booked = new List<Movement>();
        var isWhole = false;
        for (var part = 0; !isWhole; part++)
        {
            Assert.True(part < 5, "It is never whole.");
            var step = held.Advance(TestShop.North, 50, 50, Now, picks);
            Assert.InRange(step.Movements.Count, 1, 21);
            booked.AddRange(step.Movements);
            (held, isWhole) = (step.Reservation, step.IsWhole);
        }

        Assert.Equal(
            picks.Select(pick => pick.OccurredAt),
            booked.Where(movement => movement.Reason == Reservation.Picking).Select(movement => movement.OccurredAt));
        Assert.Equal((50, 50), (held.Holds[0].Picked, held.Holds[0].Shipped));
    }

    [Fact]
    public void Only_picks_from_before_the_count_leave_the_shelf_as_counted()
    {
        var step = Held.Advance(TestShop.North, 3, 0, Now, [new(1, At(1)), new(2, At(3))]);
        var level = StockLevel.Empty(TestShop.North).Counted(At(2));

        var settled = LatePickRules.Settle(step, level);

        Assert.Equal(-2, settled.Movements.Sum(movement => movement.ShelfChange));
        Assert.Equal((DiscrepancyKind.CountExplained, 1), (
            Assert.Single(settled.Discrepancies).Kind, settled.Discrepancies[0].Pieces));
    }

    private static DateTimeOffset At(int minute) => TestShop.Opening.AddMinutes(minute);

    private static IEnumerable<(int Pieces, DateTimeOffset OccurredAt)> Picks(ReservationStep step) =>
        step.Movements.Select(movement => (movement.Quantity, movement.OccurredAt));
}
