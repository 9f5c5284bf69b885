using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Orders;

/// <summary>What must be true of a shop in which one cart was checked out, whatever happened on the way.</summary>
internal static class CheckoutBooks
{
    /// <summary>Long enough for every hold to lapse.</summary>
    public static readonly TimeSpan MuchLater = TimeSpan.FromHours(1);

    /// <summary>Lets all holds lapse, sweeps, and compares every book with every other.</summary>
    /// <returns>The order of the cart; null when there is none.</returns>
    public static async Task<Order?> SettleAsync(TestShop shop, CartId cart, string played)
    {
        await shop.SweepAsync(MuchLater);
        var orders = shop.Orders.All;
        Assert.True(orders.Count <= 1, $"{orders.Count} orders of one cart: {played}");
        var order = orders.SingleOrDefault();

        Assert.True(shop.Prove().Count == 0, $"{string.Join("; ", shop.Prove())}: {played}");
        CheckMoney(shop, order, played);
        CheckStock(shop, order, played);
        CheckCart(shop.Carts.Peek(cart), order, played);
        Assert.True(
            shop.Orders.Placed.Count == orders.Count, $"the order was told {shop.Orders.Placed.Count}×: {played}");
        return order;
    }

    private static void CheckMoney(TestShop shop, Order? order, string played)
    {
        foreach (var (id, payment) in shop.Payments.All)
        {
            var isRight = id == order?.Id
                ? payment.State == PaymentState.Authorised && payment.Amount == order.Payment.Amount
                : payment.State is PaymentState.Voided or PaymentState.Declined;
            Assert.True(isRight, $"{payment} of {(id == order?.Id ? "the order" : "nothing")}: {played}");
        }

        Assert.True(order is null || shop.Payments.All.ContainsKey(order.Id), $"no payment: {played}");
    }

    private static void CheckStock(TestShop shop, Order? order, string played)
    {
        var reservations = shop.Ledger.Skus.SelectMany(sku => shop.Ledger.Read(sku).Reservations).ToList();
        foreach (var reservation in reservations.Where(reservation => reservation.Order != order?.Id))
        {
            Assert.True(reservation.IsReleased, $"{reservation} is stuck: {played}");
            Assert.True(reservation.ExpiresAt is null, $"{reservation} is swept for ever: {played}");
        }

        var held = reservations
            .Where(reservation => reservation.Order == order?.Id)
            .ToDictionary(
                reservation => reservation.Sku,
                reservation => reservation.Holds.Sum(hold => hold.Quantity - hold.Released));
        foreach (var line in order?.Lines ?? [])
        {
            Assert.True(held.GetValueOrDefault(line.Sku) == line.Quantity, $"{line.Sku} is not held: {played}");
        }
    }

    private static void CheckCart(Cart cart, Order? order, string played)
    {
        Assert.True(cart.HeldUntil is null, $"the cart is held for ever: {played}");
        Assert.True(cart.Attempt?.Order == order?.Id, $"the cart belongs to {cart.Attempt?.Order}: {played}");
    }
}
