using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Functions.Orders;

public static class OrdersModule
{
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddSingleton(OrderStore.Container)
        .AddSingleton<OrderStore>()
        .AddSingleton<IOrders>(provider => provider.GetRequiredService<OrderStore>())
        .AddSingleton<IReservationOwners, OrderOwners>()
        .AddSingleton<ICheckoutClaims, CheckoutClaimStore>()
        .AddSingleton<IOrderNumbers, OrderNumbers>()
        .AddSingleton<AbandonCheckoutWorkflow>()
        .AddSingleton<PlaceOrderWorkflow>();
}
