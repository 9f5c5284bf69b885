using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Functions.Orders;

/// <summary>Tells the stock books which orders stand and what they want.</summary>
public sealed class OrderOwners(IOrders orders) : IReservationOwners
{
    public async Task<ReservationOwner?> FindAsync(OrderId order, CancellationToken cancellation) =>
        await orders.FindAsync(order, cancellation) is { Value: var found }
            ? new ReservationOwner(
                found.Status is not (OrderStatus.Cancelled or OrderStatus.Refunded),
                [.. found.Lines.Select(line => new StockWish(line.Sku, line.Quantity))])
            : null;

    public async Task<bool> GiveUpAsync(OrderId order, DateTimeOffset at, CancellationToken cancellation) =>
        await orders.GiveUpAsync(order, at, cancellation)
        || await orders.FindAsync(order, cancellation) is null;
}
