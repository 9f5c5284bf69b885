using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Testing;

/// <summary>Carts in memory. Thread-safe; each call is atomic.</summary>
public sealed class InMemoryCarts(Tripwire tripwire) : ICarts
{
    private readonly MarkedItems<CartId, Cart> _carts = new();

    /// <summary>The cart as it is now, past the tripwire.</summary>
    public Cart Peek(CartId id) => _carts.Find(id)!.Value.Value;

    /// <summary>Writes a cart past the tripwire, whatever was there.</summary>
    public void Put(Cart cart) => _carts.Put(cart.Id, cart);

    public Task<VersionedCart?> FindAsync(CartId id, CancellationToken cancellation) => tripwire.StepAsync(() =>
        _carts.Find(id) is { } found ? new VersionedCart(found.Value, found.Mark) : null);

    public Task CreateAsync(Cart cart, CancellationToken cancellation) =>
        tripwire.StepAsync(() => _carts.Create(cart.Id, cart));

    public Task<VersionedCart?> ReplaceAsync(VersionedCart before, Cart after, CancellationToken cancellation) =>
        tripwire.StepAsync(() =>
            _carts.Replace(after.Id, before.Mark, after) is { } mark ? new VersionedCart(after, mark) : null);

    public Task<IReadOnlyList<VersionedCart>> FindStrandedAsync(
        DateTimeOffset now, int limit, CancellationToken cancellation) =>
        tripwire.StepAsync<IReadOnlyList<VersionedCart>>(() =>
        [
            .. _carts.All
                .Where(cart => cart.Value.HeldUntil < now)
                .OrderBy(cart => cart.Value.HeldUntil)
                .Take(limit)
                .Select(cart => new VersionedCart(cart.Value, cart.Mark)),
        ]);
}
