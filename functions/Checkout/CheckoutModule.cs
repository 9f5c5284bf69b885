using TwistedThreads.Commerce.Checkout;

namespace TwistedThreads.Functions.Checkout;

public static class CheckoutModule
{
    public static IServiceCollection AddCheckout(this IServiceCollection services) => services
        .AddSingleton(CartStore.Container)
        .AddSingleton(SandboxPayments.Container)
        .AddSingleton<ICarts, CartStore>()
        .AddSingleton<CartPricing>()
        .AddSingleton<ChangeCartWorkflow>()
        .AddSingleton<CloseCartWorkflow>()
        .AddSingleton<CartDesk>()
        .AddSingleton<SandboxPayments>()
        .AddSingleton<IPayments>(provider => provider.GetRequiredService<SandboxPayments>());
}
