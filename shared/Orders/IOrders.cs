using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Orders;

/// <summary>An order as read, with the store's mark that a write must name.</summary>
public sealed record VersionedOrder(Order Value, string Mark);

/// <summary>All orders. An order id has one fate: it is placed or it is given up,
/// and whoever writes first decides.</summary>
public interface IOrders
{
    Task<VersionedOrder?> FindAsync(OrderId id, CancellationToken cancellation);

    /// <summary>Writes the order, its fate and the fact <see cref="OrderPlaced"/> together.</summary>
    /// <returns>False when the id has a fate already.</returns>
    Task<bool> PlaceAsync(Order order, CancellationToken cancellation);

    /// <summary>Makes sure that the id never becomes an order.</summary>
    /// <returns>False when it is an order already.</returns>
    Task<bool> GiveUpAsync(OrderId id, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Writes the order and remembers the event that caused it,
    /// so that its repetition changes nothing.</summary>
    /// <returns>False when somebody else wrote first or the event is known.</returns>
    Task<bool> ReplaceAsync(VersionedOrder before, Order after, string? causedBy, CancellationToken cancellation);

    /// <summary>Whether the event has already had its effect on the order.</summary>
    Task<bool> KnowsAsync(OrderId id, string causedBy, CancellationToken cancellation);
}

/// <summary>Hands out order numbers; ascending, never twice, with gaps after a crash.</summary>
public interface IOrderNumbers
{
    ValueTask<string> NextAsync(CancellationToken cancellation);
}

/// <summary>What an idempotency key was first used for.</summary>
/// <param name="Fingerprint">Hash of the request's meaning.</param>
/// <param name="Refusal">How the attempt ended, when it was refused;
/// null while it runs and when it became an order.</param>
public sealed record CheckoutClaim(string KeyHash, string Fingerprint, CartId Cart, StoredRefusal? Refusal);

/// <summary>A refusal as kept for a repetition of the request.</summary>
public sealed record StoredRefusal(
    RefusalKind Kind, string Code, string Detail, IReadOnlyDictionary<string, object> Facts)
{
    public static StoredRefusal Of(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new(refusal.Kind, refusal.Code, refusal.Detail, refusal.Facts);
    }

    public Refusal ToRefusal() => new(Kind, Code, Detail) { Facts = Facts };
}

/// <summary>All idempotency keys of checkouts; each is kept for two days.</summary>
public interface ICheckoutClaims
{
    Task<CheckoutClaim?> FindAsync(string keyHash, CancellationToken cancellation);

    /// <returns>Null when the key is now ours; the earlier claim when it was used before.</returns>
    Task<CheckoutClaim?> ClaimAsync(CheckoutClaim claim, CancellationToken cancellation);

    Task SettleAsync(CheckoutClaim claim, CancellationToken cancellation);
}
