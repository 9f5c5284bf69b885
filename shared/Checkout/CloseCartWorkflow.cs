using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Checkout;

/// <summary>Notes on a cart that its checkout became an order, so that no sweep looks after it again.
/// Safe to repeat.</summary>
public sealed class CloseCartWorkflow(ICarts carts)
{
    private const int Attempts = 20;

    public async Task RunAsync(CartId id, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var cart = await carts.FindAsync(id, cancellation).ConfigureAwait(false);
            if (cart is not { Value: { Attempt: not null, HeldUntil: not null } }
                || await carts.ReplaceAsync(cart, cart.Value.Ordered(), cancellation).ConfigureAwait(false) is not null)
            {
                return;
            }
        }

        throw new TimeoutException($"Cart {id} kept changing.");
    }
}
