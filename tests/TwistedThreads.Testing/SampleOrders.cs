using System.Globalization;
using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Testing;

/// <summary>Orders for tests that do not care how they came about.</summary>
public static class SampleOrders
{
    public static readonly OrderId Id =
        OrderId.Parse(SortableId.Create(OrderId.Prefix, TestShop.Opening, new byte[10]));

    /// <summary>One of many order ids, each as good as <see cref="Id"/>.</summary>
    public static OrderId IdOf(int number) => OrderId.Parse(
        SortableId.Create(OrderId.Prefix, TestShop.Opening, [.. BitConverter.GetBytes((long)number), 0, 0]));

    /// <summary>A paid order of these pieces; its lines are <c>ln-1</c>, <c>ln-2</c>, …, each piece 10.00.</summary>
    public static Order Paid(params (Sku Sku, int Pieces)[] pieces)
    {
        var items = Money.Euros(10m) * pieces.Sum(line => line.Pieces);
        var promise = new ShippingPromise(new DateOnly(2026, 11, 20), 0.95);
        return new Order(
            Id, "TT-000001", CartId.Parse(SortableId.Rename(Id.Value, CartId.Prefix)), null, OrderStatus.Paid,
            TestShop.Opening,
            [
                .. pieces.Select((line, index) => new OrderLine(
                    string.Create(CultureInfo.InvariantCulture, $"ln-{index + 1}"),
                    line.Sku, line.Sku.Value, line.Pieces, Money.Euros(10m), promise)),
            ],
            new Totals(items, Money.Euros(0m), Money.Euros(0m), Money.Euros(0m), items),
            TestShop.ToBerlin,
            new OrderPayment(InMemoryPayments.Provider, PaymentState.Authorised, items, null),
            [],
            []);
    }

    /// <summary>Three tees from the north and three caps from Berlin, on the pick lists.</summary>
    public static Order OnTheFloor() => Paid((TestShop.Tee, 3), (TestShop.Cap, 3))
        .Allocated([Tees(0, 0, 0), Caps(0, 0, 0)], TestShop.Opening);

    /// <summary>How far the tees of <see cref="OnTheFloor"/> have come.</summary>
    public static OrderShipment Tees(int picked, int packed, int shipped) => new(
        "shp-north", TestShop.North, null, [new ShipmentCount("ln-1", TestShop.Tee, 3, picked, packed, shipped)]);

    /// <summary>How far the caps of <see cref="OnTheFloor"/> have come.</summary>
    public static OrderShipment Caps(int picked, int packed, int shipped) => new(
        "shp-berlin", TestShop.Berlin, null, [new ShipmentCount("ln-2", TestShop.Cap, 3, picked, packed, shipped)]);
}
