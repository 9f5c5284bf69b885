using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Commerce.Tests.Orders;

public sealed class OrderTransitionsTests
{
    private static readonly OrderStatus[] All = Enum.GetValues<OrderStatus>();

    // Columns in the order of the enumeration: placed, paid, backordered, allocated, printing, picking, packed,
    // partly shipped, shipped, delivered, cancelled, returned, refunded.
    [Theory]
    [InlineData(OrderStatus.Placed, ".x........x..")]
    [InlineData(OrderStatus.Paid, "..xx......x..")]
    [InlineData(OrderStatus.Backordered, "...x......x..")]
    [InlineData(OrderStatus.Allocated, "....xxxxx.x..")]
    [InlineData(OrderStatus.Printing, ".....xxxx.x..")]
    [InlineData(OrderStatus.Picking, "......xxx....")]
    [InlineData(OrderStatus.Packed, ".......xx....")]
    [InlineData(OrderStatus.PartlyShipped, "........x....")]
    [InlineData(OrderStatus.Shipped, ".........x.x.")]
    [InlineData(OrderStatus.Delivered, "...........x.")]
    [InlineData(OrderStatus.Cancelled, "............x")]
    [InlineData(OrderStatus.Returned, "............x")]
    [InlineData(OrderStatus.Refunded, ".............")]
    public void An_order_makes_these_moves_and_no_others(OrderStatus from, string moves) =>
        Assert.Equal(moves, string.Concat(All.Select(to => from.CanBecome(to) ? 'x' : '.')));

    [Fact]
    public void The_table_speaks_of_every_status() =>
        Assert.Equal(All, OrderTransitions.Table.Keys.Order());

    [Fact]
    public void Every_status_can_be_reached_and_none_comes_back()
    {
        Assert.Equal(All.Except([OrderStatus.Placed]), Later(OrderStatus.Placed).Order());
        Assert.All(All, status => Assert.DoesNotContain(status, Later(status)));
    }

    // Reports carry running totals and overtake each other: the first that arrives may say "shipped".
    [Fact]
    public void From_anywhere_on_the_floor_an_order_can_jump_to_any_later_step()
    {
        OrderStatus[] floor = [OrderStatus.Allocated, OrderStatus.Printing, OrderStatus.Picking, OrderStatus.Packed];

        Assert.All(floor, status => Assert.True(
            status.CanBecome(OrderStatus.PartlyShipped) && status.CanBecome(OrderStatus.Shipped)
            && (status == OrderStatus.Packed || status.CanBecome(OrderStatus.Packed))));
    }

    private static HashSet<OrderStatus> Later(OrderStatus status)
    {
        var later = new HashSet<OrderStatus>();
        var waiting = new Queue<OrderStatus>(OrderTransitions.Table[status]);
        while (waiting.TryDequeue(out var next))
        {
            if (later.Add(next))
            {
                OrderTransitions.Table[next].ToList().ForEach(waiting.Enqueue);
            }
        }

        return later;
    }
}
