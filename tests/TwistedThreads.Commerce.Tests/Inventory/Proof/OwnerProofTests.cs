using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Proof;

public sealed class OwnerProofTests
{
    private static readonly OrderId Order = SampleOrders.IdOf(1);
    private static readonly Reservation Lapsing =
        new(Order, TestShop.Tee, TestShop.Opening, [Hold.Of(TestShop.North, 3)]);

    private static readonly Reservation Standing = Lapsing.Allocate(TestShop.Opening).Reservation;

    [Fact]
    public void A_hold_that_lapses_needs_no_order() => Assert.Empty(Check(Lapsing, null));

    [Fact]
    public void A_hold_for_good_needs_its_order()
    {
        var finding = Assert.Single(Check(Standing, null));

        Assert.Equal(
            (OwnerProof.NoOwner, TestShop.North, 3, Order),
            (finding.Rule, finding.Location, finding.Drift, finding.Owner));
    }

    [Fact]
    public void A_cancelled_order_owns_nothing() =>
        Assert.Equal(OwnerProof.NoOwner, Assert.Single(Check(Standing, Wanting(3) with { Stands = false })).Rule);

    [Fact]
    public void An_order_that_stands_has_what_its_lines_add_up_to()
    {
        Assert.Empty(Check(Standing, new ReservationOwner(
            true, [new StockWish(TestShop.Tee, 1), new StockWish(TestShop.Tee, 2), new StockWish(TestShop.Cap, 9)])));
        Assert.Equal(-1, Assert.Single(Check(Standing, Wanting(4))).Drift);
        Assert.Equal(1, Assert.Single(Check(Lapsing, Wanting(2))).Drift);
    }

    [Fact]
    public void What_went_back_or_left_the_house_is_asked_for_no_more()
    {
        var shipped = Standing.Advance(TestShop.North, 3, 3, TestShop.Opening).Reservation;

        Assert.Empty(OwnerProof.Asked(Book(shipped)));
        Assert.Empty(OwnerProof.Asked(Book(Lapsing.Release("expire", TestShop.Opening).Reservation)));
        Assert.Equal([Order], OwnerProof.Asked(Book(Standing)));
    }

    [Fact]
    public void A_lost_reservation_of_a_standing_order_is_found_and_made_again_from_the_journal()
    {
        var step = Standing.Advance(TestShop.North, 2, 1, TestShop.Opening);
        var book = new SkuBook(
            TestShop.Tee,
            [StockLevel.Empty(TestShop.North) with { Free = 7, Allocated = 1, Picked = 1 }],
            [
                Opening, .. ReservationPlan.Book(Lapsing, TestShop.Opening),
                .. Lapsing.Allocate(TestShop.Opening).Movements, .. step.Movements,
            ],
            []);

        var findings = OwnerProof.Check(book, Owners(Wanting(3)));

        Assert.Equal((OwnerProof.Lost, Order), (Assert.Single(findings).Rule, findings[0].Owner));
        var plan = StockRepair.Plan(book, [.. StockProof.Check(book), .. findings]);
        var restored = Assert.Single(plan.Restored);
        Assert.Equal(step.Reservation.Holds, restored.Holds);
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public void A_reservation_without_owner_is_closed_and_its_pieces_are_free_again()
    {
        var book = new SkuBook(
            TestShop.Tee,
            [StockLevel.Empty(TestShop.North) with { Free = 7, Allocated = 3 }],
            [
                Opening, .. ReservationPlan.Book(Lapsing, TestShop.Opening),
                .. Lapsing.Allocate(TestShop.Opening).Movements,
            ],
            [Standing]);

        var plan = StockRepair.Plan(book, OwnerProof.Check(book, Owners(null)));

        Assert.Equal([Order], plan.Closed);
        var step = Assert.Single(plan.Steps);
        Assert.Equal((StockState.Allocated, StockState.Free, 3), (step.From, step.To, step.Quantity));
    }

    private static readonly Movement Opening = new(
        "mov.1", TestShop.North, StockState.Outside, StockState.Free, 10, "opening", "test", "test", TestShop.Opening);

    private static IReadOnlyList<StockFinding> Check(Reservation held, ReservationOwner? owner) =>
        OwnerProof.Check(Book(held), Owners(owner));

    private static SkuBook Book(Reservation held) => new(TestShop.Tee, [], [], [held]);

    private static ReservationOwner Wanting(int pieces) => new(true, [new StockWish(TestShop.Tee, pieces)]);

    private static Dictionary<OrderId, ReservationOwner> Owners(ReservationOwner? owner) =>
        owner is null ? [] : new Dictionary<OrderId, ReservationOwner> { [Order] = owner };
}
