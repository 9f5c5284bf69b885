using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Orders;

public sealed class OrderReportTests
{
    private static readonly DateTimeOffset Later = TestShop.Opening.AddHours(1);

    [Theory]
    [InlineData(1, 0, 0, OrderStatus.Picking)]
    [InlineData(3, 3, 0, OrderStatus.Picking)] // The caps are not packed yet.
    [InlineData(3, 3, 3, OrderStatus.PartlyShipped)]
    public void One_shipment_takes_its_order_so_far(int picked, int packed, int shipped, OrderStatus status) =>
        Assert.Equal(
            status, SampleOrders.OnTheFloor().Report(SampleOrders.Tees(picked, packed, shipped), Later).Status);

    [Theory]
    [InlineData(3, 0, OrderStatus.Picking)]
    [InlineData(3, 3, OrderStatus.Packed)]
    public void Both_shipments_together_take_it_further(int tees, int caps, OrderStatus status) => Assert.Equal(
        status,
        SampleOrders.OnTheFloor()
            .Report(SampleOrders.Tees(tees, tees, 0), Later)
            .Report(SampleOrders.Caps(caps, caps, 0), Later)
            .Status);

    [Fact]
    public void An_order_is_shipped_with_its_last_parcel()
    {
        var order = SampleOrders.OnTheFloor()
            .Report(SampleOrders.Caps(3, 3, 3), Later)
            .Report(SampleOrders.Tees(3, 3, 3), Later);

        Assert.Equal(OrderStatus.Shipped, order.Status);
        Assert.Equal(
            ["orderAllocated", "shipmentShipped", "orderPartlyShipped", "shipmentShipped", "orderShipped"],
            order.Timeline.Select(entry => entry.Type));
    }

    [Fact]
    public void A_report_of_nothing_new_is_the_same_order()
    {
        var order = SampleOrders.OnTheFloor().Report(SampleOrders.Tees(2, 1, 0), Later);

        Assert.Same(order, order.Report(SampleOrders.Tees(2, 1, 0), Later));
        Assert.Same(order, order.Report(SampleOrders.Tees(1, 0, 0), Later));
    }

    [Fact]
    public void A_parcel_keeps_its_first_label()
    {
        var labelled = SampleOrders.OnTheFloor()
            .Report(SampleOrders.Tees(3, 0, 0) with { Sscc = "340123450000000017" }, Later)
            .Report(SampleOrders.Tees(3, 3, 0), Later);

        Assert.Equal("340123450000000017", labelled.Shipments[0].Sscc);
    }

    [Fact]
    public void A_shipment_that_the_order_did_not_know_is_taken_up()
    {
        var order = SampleOrders.Paid((TestShop.Tee, 3)).Allocated([], TestShop.Opening);

        Assert.Equal(OrderStatus.Shipped, order.Report(SampleOrders.Tees(3, 3, 3), Later).Status);
    }

    [Fact]
    public void Reports_add_up_to_the_same_in_any_order_and_any_number_of_times()
    {
        var generator = new Generator(2026);
        for (var round = 0; round < 500; round++)
        {
            var reports = Generator.Many(6, () => Draw(generator));
            var straight = Describe(Apply(reports));

            var other = Describe(Apply(generator.Shuffled([.. reports, .. generator.Shuffled(reports).Take(3)])));

            Assert.True(straight == other, $"round {round}: {straight} or {other}");
        }
    }

    [Fact]
    public void An_order_on_the_floor_is_not_allocated_again()
    {
        var order = SampleOrders.OnTheFloor();

        Assert.Same(order, order.Allocated([], Later));
        Assert.Equal("Pieces are set aside at WH1, BER.", order.Timeline[^1].Text);
    }

    [Fact]
    public void What_the_provider_says_is_written_down_once()
    {
        var order = SampleOrders.OnTheFloor();
        var captured = order.Payment with { State = PaymentState.Captured };

        var paid = order.Paying(captured, "paymentCaptured", "Charged.", Later);

        Assert.Equal(new TimelineEntry(Later, "paymentCaptured", "Charged."), paid.Timeline[^1]);
        Assert.Same(paid, paid.Paying(captured, "paymentCaptured", "Charged.", Later));
    }

    private static OrderShipment Draw(Generator generator)
    {
        var picked = generator.Between(0, 3);
        var packed = generator.Between(0, picked);
        var shipped = packed == 3 && generator.Chance(0.5) ? 3 : 0;
        return generator.Chance(0.5)
            ? SampleOrders.Tees(picked, packed, shipped)
            : SampleOrders.Caps(picked, packed, shipped);
    }

    private static Order Apply(IEnumerable<OrderShipment> reports) =>
        reports.Aggregate(SampleOrders.OnTheFloor(), (order, report) => order.Report(report, Later));

    // The timeline tells the way, which differs; what counts is where it led.
    private static string Describe(Order order) =>
        $"{order.Status}: {string.Join("; ", order.Shipments.SelectMany(shipment => shipment.Lines))}";
}
