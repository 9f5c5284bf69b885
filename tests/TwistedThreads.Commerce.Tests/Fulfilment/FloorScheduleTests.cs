using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Fulfilment;

public sealed class FloorScheduleTests
{
    private const int Schedules = 300;

    [Fact]
    public async Task An_order_that_nothing_disturbs_is_shipped_and_charged()
    {
        var floor = new FloorEngine(isPieceByPiece: false);

        await floor.RunStraightAsync();

        var order = floor.Shop.Orders.All.Single();
        Assert.Equal((OrderStatus.Shipped, 3), (order.Status, order.Shipments.Count));
        Assert.Equal((PaymentState.Captured, 1), StateOf(floor.Shop.Payments.All.Values.Single()));
        Assert.Equal(2, floor.Shop.Ledger.Skus.Sum(sku => floor.Shop.Ledger.Read(sku).Levels.Sum(level => level.Free)));
        Assert.Null(floor.Shop.Carts.Peek(floor.Cart.Id).HeldUntil);
        Assert.Empty(floor.Shop.Shipments.Refused);
        Assert.Empty(floor.Shop.Prove());
    }

    // Lines are scanned whole, so that every movement has one possible size: the journals are the same, entry by entry.
    [Fact]
    public Task However_messages_arrive_and_processes_die_an_order_ends_with_the_same_books() =>
        CompareAsync(isPieceByPiece: false, movement => $"{CauseIn(movement.Id)} {movement.Quantity}");

    // A late report books what early ones would have booked one by one: the journals add up to the same.
    [Fact]
    public Task However_single_pieces_are_reported_an_order_ends_with_the_same_sums() =>
        CompareAsync(isPieceByPiece: true, movement => movement.Reason);

    private static async Task CompareAsync(bool isPieceByPiece, Func<Movement, string> nameOf)
    {
        var straight = new FloorEngine(isPieceByPiece);
        await straight.RunStraightAsync();
        var expected = Describe(straight.Shop, nameOf);
        for (var seed = 0; seed < Schedules; seed++)
        {
            var wild = new FloorEngine(isPieceByPiece);

            await wild.RunWildAsync(new Generator(seed));

            Assert.True(expected.SequenceEqual(Describe(wild.Shop, nameOf)), $"seed {seed}: {Difference(wild.Shop)}");
            Assert.Empty(wild.Shop.Prove());
            Assert.Null(wild.Shop.Carts.Peek(wild.Cart.Id).HeldUntil);
        }

        string Difference(TestShop shop) => string.Join(
            "\n", Describe(shop, nameOf).Except(expected).Select(line => "+ " + line)
                .Concat(expected.Except(Describe(shop, nameOf)).Select(line => "- " + line)));
    }

    // Everything but times and the way there. A crash before the hold costs an order id, so ids are left out.
    private static List<string> Describe(TestShop shop, Func<Movement, string> nameOf)
    {
        var order = shop.Orders.All.Single();
        var lines = new List<string>
        {
            $"order {order.Status} {order.Payment}",
            $"provider {StateOf(shop.Payments.All[order.Id])} of {shop.Payments.All.Count}",
        };
        foreach (var book in shop.Ledger.Skus.Select(shop.Ledger.Read))
        {
            lines.AddRange(book.Levels.Select(level => $"{book.Sku} {level}"));
            lines.AddRange(book.Reservations.Select(held =>
                $"{book.Sku} until {held.ExpiresAt}: {string.Join(", ", held.Holds)}"));
            lines.AddRange(book.Movements
                .GroupBy(movement => $"{movement.Location} {movement.From} {movement.To} {nameOf(movement)}")
                .Select(group => $"{book.Sku} {group.Key} {group.Sum(movement => movement.Quantity)}"));
        }

        lines.AddRange(order.Shipments.Select(part => $"order's {part.Sscc}: {string.Join(", ", part.Lines)}"));
        lines.AddRange(shop.Shipments.All.Select(part =>
            $"{part.Id} {part.Sscc} {part.IsShipped}: {string.Join(", ", part.Lines)}"));
        lines.AddRange(shop.Shipments.Refused.Select(refused => $"refused {refused}"));
        var own = SortableId.Rename(order.Id.Value, string.Empty);
        return
        [
            .. lines.Select(line => line.Replace(own, "…", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];
    }

    private static (PaymentState State, int Charges) StateOf(ProviderPayment payment) =>
        (payment.State, payment.Charges);

    // An id begins with the time of booking, which differs between schedules.
    private static string CauseIn(string id) => id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
