using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Checkout;

/// <summary>A cart as read, with the store's mark that a write must name.</summary>
public sealed record VersionedCart(Cart Value, string Mark);

/// <summary>All carts. One that nobody touches for long enough is forgotten.</summary>
public interface ICarts
{
    Task<VersionedCart?> FindAsync(CartId id, CancellationToken cancellation);

    Task CreateAsync(Cart cart, CancellationToken cancellation);

    /// <returns>The cart as written; null when somebody else wrote first.</returns>
    Task<VersionedCart?> ReplaceAsync(VersionedCart before, Cart after, CancellationToken cancellation);

    /// <summary>Carts whose checkout attempt ran out before <paramref name="now"/>.</summary>
    Task<IReadOnlyList<VersionedCart>> FindStrandedAsync(
        DateTimeOffset now, int limit, CancellationToken cancellation);
}
