using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Checkout;

/// <summary>Changes a cart: read, let it decide, write if nobody else has, else again.</summary>
public sealed class ChangeCartWorkflow(ICarts carts)
{
    private const int Attempts = 20;

    /// <returns>The cart as written, or why not; <c>cart.busy</c> when others kept writing first.</returns>
    public async Task<Result<VersionedCart>> RunAsync(
        CartId id, Func<Cart, Result<Cart>> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = await carts.FindAsync(id, cancellation).ConfigureAwait(false);
            if (current is null)
            {
                return CartRefusal.NotFound();
            }

            var changed = change(current.Value);
            if (changed.Refusal is { } refusal)
            {
                return refusal;
            }

            var written = await carts.ReplaceAsync(current, changed.Value, cancellation).ConfigureAwait(false);
            if (written is not null)
            {
                return written;
            }
        }

        return CartRefusal.Busy();
    }
}
