namespace TwistedThreads.Commerce.Orders;

/// <summary>How far an order has come.</summary>
public enum OrderStatus
{
    Placed,
    Paid,
    Backordered,
    Allocated,
    Printing,
    Picking,
    Packed,
    PartlyShipped,
    Shipped,
    Delivered,
    Cancelled,
    Returned,
    Refunded,
}

/// <summary>The moves that an order may make. What is not in this table does not happen.</summary>
public static class OrderTransitions
{
    private static readonly Dictionary<OrderStatus, OrderStatus[]> Allowed = new()
    {
        [OrderStatus.Placed] = [OrderStatus.Paid, OrderStatus.Cancelled],
        [OrderStatus.Paid] = [OrderStatus.Allocated, OrderStatus.Backordered, OrderStatus.Cancelled],
        [OrderStatus.Backordered] = [OrderStatus.Allocated, OrderStatus.Cancelled],
        [OrderStatus.Allocated] =
        [
            OrderStatus.Printing, OrderStatus.Picking, OrderStatus.Packed, OrderStatus.PartlyShipped,
            OrderStatus.Shipped, OrderStatus.Cancelled,
        ],
        [OrderStatus.Printing] =
        [
            OrderStatus.Picking, OrderStatus.Packed, OrderStatus.PartlyShipped, OrderStatus.Shipped,
            OrderStatus.Cancelled,
        ],
        [OrderStatus.Picking] = [OrderStatus.Packed, OrderStatus.PartlyShipped, OrderStatus.Shipped],
        [OrderStatus.Packed] = [OrderStatus.PartlyShipped, OrderStatus.Shipped],
        [OrderStatus.PartlyShipped] = [OrderStatus.Shipped],
        [OrderStatus.Shipped] = [OrderStatus.Delivered, OrderStatus.Returned],
        [OrderStatus.Delivered] = [OrderStatus.Returned],
        [OrderStatus.Cancelled] = [OrderStatus.Refunded],
        [OrderStatus.Returned] = [OrderStatus.Refunded],
        [OrderStatus.Refunded] = [],
    };

    public static bool CanBecome(this OrderStatus from, OrderStatus to) => Allowed[from].Contains(to);

    public static IReadOnlyDictionary<OrderStatus, OrderStatus[]> Table => Allowed;
}
