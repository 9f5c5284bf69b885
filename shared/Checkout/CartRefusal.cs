using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Checkout;

/// <summary>Why a cart says no.</summary>
public static class CartRefusal
{
    public static Refusal NotFound() => Refusal.NotFound("cart.not-found", "There is no such cart, or it has lapsed.");

    public static Refusal Held() =>
        Refusal.Conflict("cart.checked-out", "This cart is being checked out or is already an order.");

    public static Refusal Changed(int version) =>
        Refusal.Conflict("cart.changed", "The cart is not the one that was shown; look at it again.") with
        {
            Facts = new Dictionary<string, object>(StringComparer.Ordinal) { ["cartVersion"] = version },
        };

    public static Refusal Busy() => Refusal.Conflict("cart.busy", "The cart kept changing; try again.");

    public static Refusal BadQuantity() => Refusal.Invalid(
        "cart.bad-quantity", "/quantity", $"A line holds 1 to {Cart.MaxPiecesPerLine} pieces.");

    public static Refusal TooManyLines() =>
        Refusal.Conflict("cart.too-many-lines", $"A cart holds {Cart.MaxLines} lines at most.");

    public static Refusal NoSuchLine() => Refusal.NotFound("cart.no-such-line", "The cart has no such line.");

    public static Refusal UnknownSku() => Refusal.Invalid("cart.unknown-sku", "/sku", "We do not sell that SKU.");

    public static Refusal UnknownDesign() =>
        Refusal.Invalid("cart.unknown-design", "/designId", "There is no such design.");

    public static Refusal UnknownPromotion() =>
        Refusal.Invalid("promotion.unknown", "/code", "This code is not known, or not valid now.");

    public static Refusal PromotionNeeds(Money minimum) =>
        Refusal.Invalid("promotion.minimum", "/code", $"This code needs items worth {minimum}.");

    public static Refusal Empty() => Refusal.Conflict("cart.empty", "There is nothing in the cart.");

    public static Refusal NoDelivery() =>
        Refusal.Conflict("cart.no-shipping", "Say first where the order goes: PUT the cart's shipping.");

    public static Refusal Withdrawn(Sku sku) =>
        Refusal.Conflict("cart.withdrawn", $"{sku} is no longer sold; remove it.");
}
