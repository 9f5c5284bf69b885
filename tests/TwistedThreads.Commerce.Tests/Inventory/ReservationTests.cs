using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory;

public sealed class ReservationTests
{
    private static readonly DateTimeOffset Now = TestShop.Opening;

    private static readonly Reservation Held = new(
        SampleOrders.Id, TestShop.Tee, Now.AddMinutes(15),
        [Hold.Of(TestShop.North, 3), Hold.Of(TestShop.South, 2)]);

    [Fact]
    public void Booking_a_reservation_takes_its_pieces_from_the_free_ones()
    {
        var movements = ReservationPlan.Book(Held, Now);

        Assert.Equal(["WH1 Free→Reserved 3 reserve", "WH2 Free→Reserved 2 reserve"], Words(movements));
        Assert.All(movements, movement => Assert.Equal((SampleOrders.Id.Value, Now), (movement.Cause, movement.At)));
    }

    [Fact]
    public void Once_allocated_a_hold_no_longer_lapses()
    {
        var step = Held.Allocate(Now);

        Assert.Null(step.Reservation.ExpiresAt);
        Assert.Equal(["WH1 Reserved→Allocated 3 allocate", "WH2 Reserved→Allocated 2 allocate"], Words(step.Movements));
        Assert.Empty(step.Reservation.Allocate(Now).Movements);
    }

    [Fact]
    public void Released_pieces_are_free_again_for_good()
    {
        var step = Held.Release("expire", Now);

        Assert.True(step.Reservation.IsReleased);
        Assert.Null(step.Reservation.ExpiresAt);
        Assert.Equal(["WH1 Reserved→Free 3 expire", "WH2 Reserved→Free 2 expire"], Words(step.Movements));
        Assert.Empty(step.Reservation.Release("expire", Now).Movements);
        Assert.Empty(step.Reservation.Allocate(Now).Movements);
    }

    [Fact]
    public void What_is_on_a_pick_list_is_not_released() =>
        Assert.Empty(Held.Allocate(Now).Reservation.Release("release", Now).Movements);

    [Fact]
    public void Running_totals_book_what_is_new_and_only_that()
    {
        var one = Held.Allocate(Now).Reservation.Advance(TestShop.North, picked: 1, shipped: 0, Now);
        var three = one.Reservation.Advance(TestShop.North, picked: 3, shipped: 0, Now);

        Assert.Equal(["WH1 Allocated→Picked 1 pick"], Words(one.Movements));
        Assert.Equal(["WH1 Allocated→Picked 2 pick"], Words(three.Movements));
        Assert.Empty(three.Reservation.Advance(TestShop.North, picked: 2, shipped: 0, Now).Movements);
    }

    [Fact]
    public void Whatever_is_shipped_was_allocated_and_picked_first()
    {
        var step = Held.Advance(TestShop.South, picked: 0, shipped: 2, Now);

        Assert.Equal(
            [
                "WH2 Reserved→Allocated 2 allocate", "WH2 Allocated→Picked 2 pick", "WH2 Picked→Outside 2 ship",
            ],
            Words(step.Movements));
    }

    [Fact]
    public void No_report_moves_more_than_is_held() => Assert.Equal(
        new Hold(TestShop.North, 3, 0, 3, 3, 3), Held.Advance(TestShop.North, 9, 9, Now).Reservation.Holds[0]);

    [Fact]
    public void Released_pieces_are_never_picked() => Assert.Equal(
        new Hold(TestShop.North, 3, 3, 0, 0, 0),
        Held.Release("expire", Now).Reservation.Advance(TestShop.North, 3, 3, Now).Reservation.Holds[0]);

    [Fact]
    public void A_report_of_a_place_that_holds_nothing_moves_nothing() =>
        Assert.Empty(Held.Advance(TestShop.Berlin, 1, 1, Now).Movements);

    [Fact]
    public void Every_movement_of_an_order_has_a_name_of_its_own()
    {
        var allocated = Held.Allocate(Now);
        var picked = allocated.Reservation.Advance(TestShop.North, 1, 0, Now);
        var more = picked.Reservation.Advance(TestShop.North, 3, 0, Now);
        var shipped = more.Reservation.Advance(TestShop.North, 3, 3, Now);
        var names = new[] { allocated, picked, more, shipped }
            .SelectMany(step => step.Movements)
            .Concat(ReservationPlan.Book(Held, Now))
            .Select(movement => movement.Id)
            .ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
    }

    private static IEnumerable<string> Words(IEnumerable<Movement> movements) => movements.Select(movement =>
        $"{movement.Location} {movement.From}→{movement.To} {movement.Quantity} {movement.Reason}");
}
