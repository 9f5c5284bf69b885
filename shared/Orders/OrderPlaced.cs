using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Orders;

/// <summary>An order stands: its pieces are reserved and its payment is authorised.</summary>
public sealed record OrderPlaced(OrderId Order, CartId Cart);
