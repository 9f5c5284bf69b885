using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Fulfilment;

public sealed class AllocateOrderTests
{
    private readonly TestShop _shop = new TestShop()
        .Stock(TestShop.Tee, TestShop.North, 3).Stock(TestShop.Tee, TestShop.South, 2)
        .Stock(TestShop.Cap, TestShop.South, 5);

    [Fact]
    public void Every_place_that_holds_pieces_sends_a_parcel()
    {
        var order = SampleOrders.Paid((TestShop.Tee, 5), (TestShop.Cap, 2));

        var parts = AllocateOrderWorkflow.Split(
            order,
            [
                Held(order, Hold.Of(TestShop.North, 3), Hold.Of(TestShop.South, 2)),
                Held(order, Hold.Of(TestShop.South, 2)) with { Sku = TestShop.Cap },
            ]);

        Assert.Equal(["WH1 ln-1:3", "WH2 ln-1:2 ln-2:2"], parts.Select(Words));
        Assert.Equal(
            [$"{parts[1].Id.Replace("shp_", "tsk_", StringComparison.Ordinal)}.1", parts[1].Lines[0].Task[..^1] + "2"],
            parts[1].Lines.Select(line => line.Task));
    }

    [Fact]
    public void Lines_of_one_article_share_its_pieces_in_their_order()
    {
        var order = SampleOrders.Paid((TestShop.Tee, 2), (TestShop.Tee, 3));

        var parts = AllocateOrderWorkflow.Split(
            order, [Held(order, Hold.Of(TestShop.North, 3), Hold.Of(TestShop.South, 2))]);

        Assert.Equal(["WH1 ln-1:2 ln-2:1", "WH2 ln-2:2"], parts.Select(Words));
    }

    [Fact]
    public async Task A_placed_order_goes_on_the_pick_lists()
    {
        var order = await BuyAsync();

        await AllocateAsync(order, "event-1");

        var allocated = _shop.Orders.All.Single();
        Assert.Equal((OrderStatus.Allocated, 2), (allocated.Status, allocated.Shipments.Count));
        Assert.Equal(
            ["WH1 ln-1:3", "WH2 ln-1:1 ln-2:1"], _shop.Shipments.All.Select(part => Words(Named(part, order))));
        Assert.Equal((0, 3), Reserved());
        Assert.Null(_shop.Ledger.Read(TestShop.Tee).Reservations.Single().ExpiresAt);
        Assert.Empty(_shop.Prove());
    }

    [Fact]
    public async Task Being_told_twice_of_an_order_allocates_it_once()
    {
        var order = await BuyAsync();

        await AllocateAsync(order, "event-1");
        await AllocateAsync(order, "event-1");
        await AllocateAsync(order, "event-2");

        Assert.Equal(2, _shop.Shipments.All.Count);
        Assert.Single(_shop.Orders.All.Single().Timeline, entry => entry.Type == "orderAllocated");
    }

    [Fact]
    public async Task An_allocation_that_dies_at_any_step_is_finished_by_the_next()
    {
        for (var round = 0; round < 24; round++)
        {
            var shop = new AllocateOrderTests();
            var order = await shop.BuyAsync();
            shop._shop.Tripwire.Kill(round / 2, afterEffect: round % 2 == 1);
            await Record.ExceptionAsync(() => shop.AllocateAsync(order, "event-1"));
            shop._shop.Tripwire.Disarm();

            await shop.AllocateAsync(order, "event-1");

            Assert.Equal(OrderStatus.Allocated, shop._shop.Orders.All.Single().Status);
            Assert.Equal((0, 3), shop.Reserved());
            Assert.Empty(shop._shop.Prove());
        }
    }

    [Fact]
    public async Task An_order_that_nobody_placed_is_a_fault() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => AllocateAsync(SampleOrders.Paid(), "event-1"));

    [Fact]
    public async Task An_order_without_its_pieces_is_a_fault()
    {
        var order = SampleOrders.Paid((TestShop.Tee, 1));
        _shop.Orders.Put(order);

        await Assert.ThrowsAsync<InvalidOperationException>(() => AllocateAsync(order, "event-1"));
    }

    // Four tees, of which one place alone has not enough, and a cap.
    private async Task<Order> BuyAsync() =>
        (await _shop.BuyAsync(TestShop.Buy(_shop.FillCart((TestShop.Tee, 4), (TestShop.Cap, 1))))).Value;

    private Task AllocateAsync(Order order, string causedBy) =>
        _shop.Allocate.RunAsync(order.Id, causedBy, TestShop.Opening, CancellationToken.None);

    private (int Reserved, int Allocated) Reserved()
    {
        var north = _shop.Level(TestShop.Tee, TestShop.North);
        return (north.Reserved, north.Allocated);
    }

    private static Reservation Held(Order order, params Hold[] holds) => new(order.Id, TestShop.Tee, null, holds);

    // The order's own line ids, in words that can be foretold.
    private static Shipment Named(Shipment part, Order order) => part with
    {
        Lines = [.. part.Lines.Select(line => line with
        {
            Line = $"ln-{order.Lines.ToList().FindIndex(known => known.Id == line.Line) + 1}",
        })],
    };

    private static string Words(Shipment part) =>
        $"{part.Location} {string.Join(' ', part.Lines.Select(line => $"{line.Line}:{line.Quantity}"))}";
}
