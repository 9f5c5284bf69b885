using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Fulfilment;

public sealed class AdvanceOrderTests
{
    private readonly TestShop _shop = new TestShop()
        .Stock(TestShop.Tee, TestShop.North, 3).Stock(TestShop.Cap, TestShop.South, 2);

    [Fact]
    public async Task Pieces_leave_the_books_as_they_leave_the_house()
    {
        var order = await AllocateAsync();

        await AdvanceAsync(order, 0, picked: 2, shipped: 0, "event-1");

        var level = _shop.Level(TestShop.Tee, TestShop.North);
        Assert.Equal((0, 1, 2), (level.Free, level.Allocated, level.Picked));
        Assert.Equal(OrderStatus.Picking, Order.Status);
        Assert.Empty(_shop.Prove());
    }

    [Fact]
    public async Task The_payment_is_captured_when_the_last_parcel_left_and_not_before()
    {
        var order = await AllocateAsync();

        await AdvanceAsync(order, 0, 3, 3, "event-1");
        var afterTheFirst = (Order.Status, Payment.State);
        await AdvanceAsync(order, 1, 1, 1, "event-2");

        Assert.Equal((OrderStatus.PartlyShipped, PaymentState.Authorised), afterTheFirst);
        Assert.Equal((OrderStatus.Shipped, PaymentState.Captured), (Order.Status, Order.Payment.State));
        Assert.Equal((PaymentState.Captured, 1), (Payment.State, Payment.Charges));
        Assert.Equal("paymentCaptured", Order.Timeline[^1].Type);
    }

    [Fact]
    public async Task Late_and_repeated_reports_change_nothing()
    {
        var order = await AllocateAsync();
        await AdvanceAsync(order, 0, 3, 3, "event-3");
        var before = Order;

        await AdvanceAsync(order, 0, 1, 0, "event-1");
        await AdvanceAsync(order, 0, 3, 3, "event-3");

        Assert.Same(before, Order);
        Assert.Equal(3, _shop.Ledger.Read(TestShop.Tee).Reservations.Single().Holds.Single().Shipped);
        Assert.Empty(_shop.Prove());
    }

    [Fact]
    public async Task A_capture_that_is_refused_is_written_down_and_not_tried_again()
    {
        var order = await AllocateAsync("tok_capture_fails");
        await AdvanceAsync(order, 0, 3, 3, "event-1");
        await AdvanceAsync(order, 1, 1, 1, "event-2");

        await AdvanceAsync(order, 1, 1, 1, "event-3");

        Assert.Equal((OrderStatus.Shipped, "capture refused"), (Order.Status, Order.Payment.Problem));
        Assert.Single(Order.Timeline, entry => entry.Type == "paymentCaptureFailed");
        Assert.Equal(0, Payment.Charges);
    }

    [Fact]
    public async Task A_capture_without_an_answer_is_asked_for_again_and_charged_once()
    {
        var order = await AllocateAsync();
        await AdvanceAsync(order, 0, 3, 3, "event-1");
        _shop.Payments.UnansweredCaptures = 2;

        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => AdvanceAsync(order, 1, 1, 1, "event-2"));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => AdvanceAsync(order, 1, 1, 1, "event-2"));
        await AdvanceAsync(order, 1, 1, 1, "event-2");

        Assert.Equal((OrderStatus.Shipped, PaymentState.Captured), (Order.Status, Order.Payment.State));
        Assert.Equal(1, Payment.Charges);
    }

    [Fact]
    public async Task A_report_taken_in_twice_at_once_charges_once()
    {
        for (var step = 0; step < 8; step++)
        {
            var floor = new AdvanceOrderTests();
            var order = await floor.AllocateAsync();
            await floor.AdvanceAsync(order, 0, 3, 3, "event-1");
            floor._shop.Tripwire.Arm(step, afterEffect: false, () => floor.AdvanceAsync(order, 1, 1, 1, "event-2"));

            await floor.AdvanceAsync(order, 1, 1, 1, "event-2");

            Assert.Equal((PaymentState.Captured, 1), (floor.Order.Payment.State, floor.Payment.Charges));
            Assert.Single(floor.Order.Timeline, entry => entry.Type == "paymentCaptured");
        }
    }

    [Fact]
    public async Task Reports_of_both_parcels_at_once_ship_the_order_and_charge_once()
    {
        for (var step = 0; step < 8; step++)
        {
            var floor = new AdvanceOrderTests();
            var order = await floor.AllocateAsync();
            floor._shop.Tripwire.Arm(step, afterEffect: true, () => floor.AdvanceAsync(order, 0, 3, 3, "event-1"));

            await floor.AdvanceAsync(order, 1, 1, 1, "event-2");

            floor._shop.Tripwire.Disarm();
            await floor.AdvanceAsync(order, 0, 3, 3, "event-1");
            Assert.Equal(OrderStatus.Shipped, floor.Order.Status);
            Assert.Equal((PaymentState.Captured, 1), (floor.Order.Payment.State, floor.Payment.Charges));
        }
    }

    [Fact]
    public async Task A_report_that_overtakes_the_allocation_takes_it_along()
    {
        var order = SampleOrders.Paid((TestShop.Tee, 3));
        _shop.Orders.Put(order);
        await _shop.Reserve.RunAsync(
            order.Id, [new StockWish(TestShop.Tee, 3)], TestShop.Opening, TestShop.Opening, CancellationToken.None);

        await _shop.Advance.RunAsync(
            new ShipmentChanged(order.Id, SampleOrders.Tees(3, 0, 0), false), "event-1", TestShop.Opening,
            CancellationToken.None);

        var found = await _shop.Orders.FindAsync(order.Id, CancellationToken.None);
        Assert.Equal(OrderStatus.Picking, found!.Value.Status);
    }

    [Fact]
    public async Task A_report_of_an_order_that_nobody_placed_is_a_fault()
    {
        var nowhere = new ShipmentChanged(SampleOrders.Id, SampleOrders.Tees(1, 0, 0) with { Lines = [] }, false);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _shop.Advance.RunAsync(nowhere, "event-1", TestShop.Opening, CancellationToken.None));
    }

    [Fact]
    public async Task A_report_of_pieces_that_nobody_holds_is_a_fault()
    {
        var order = await AllocateAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _shop.Advance.RunAsync(
            new ShipmentChanged(
                order.Id,
                new OrderShipment(
                    "shp-1", TestShop.North, null, [new ShipmentCount("ln-9", TestShop.Hoodie, 1, 1, 0, 0)]),
                false),
            "event-1", TestShop.Opening, CancellationToken.None));
    }

    private Order Order => _shop.Orders.All.Single();

    private ProviderPayment Payment => _shop.Payments.All.Values.Single();

    // Three tees from the north and a cap from the south: two parcels.
    private async Task<Order> AllocateAsync(string token = "tok_ok")
    {
        var cart = _shop.FillCart((TestShop.Tee, 3), (TestShop.Cap, 1));
        var order = (await _shop.BuyAsync(TestShop.Buy(cart, token: token))).Value;
        await _shop.Allocate.RunAsync(order.Id, "event-0", TestShop.Opening, CancellationToken.None);
        return Order;
    }

    private Task AdvanceAsync(Order order, int parcel, int picked, int shipped, string causedBy)
    {
        var known = order.Shipments[parcel];
        var report = known with
        {
            Lines = [.. known.Lines.Select(line => line with { Picked = picked, Packed = shipped, Shipped = shipped })],
        };
        return _shop.Advance.RunAsync(
            new ShipmentChanged(order.Id, report, shipped > 0), causedBy, TestShop.Opening, CancellationToken.None);
    }
}
