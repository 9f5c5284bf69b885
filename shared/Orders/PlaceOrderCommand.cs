using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Orders;

/// <summary>A customer's wish to buy a cart as it was shown.</summary>
/// <param name="CartVersion">The version that the customer saw.</param>
/// <param name="KeyHash">Of the idempotency key, within the caller's scope.</param>
/// <param name="Fingerprint">Of everything that the request means.</param>
public sealed record PlaceOrderCommand(
    CartId Cart, int CartVersion, string Provider, string Token, string KeyHash, string Fingerprint);

/// <summary>Why an order cannot be placed.</summary>
public static class OrderRefusal
{
    public static Refusal NotFound() => Refusal.NotFound("order.not-found", "There is no such order.");

    public static Refusal KeyReused() => new(
        RefusalKind.Invalid, "idempotency.key-reused", "This key was used for another request; use a new one.");

    public static Refusal InFlight() =>
        Refusal.Conflict("checkout.in-flight", "The same checkout is still under way; ask again in a moment.") with
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
}
