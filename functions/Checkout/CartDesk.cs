using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Checkout;

/// <summary>What every cart function does first and last: is this the owner, and what does the cart cost now.</summary>
public sealed class CartDesk(
    ICarts carts, ChangeCartWorkflow change, CartPricing pricing, GuestTokens guests, TimeProvider clock)
{
    public const string TokenHeader = "Cart-Token";

    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>The signed-in customer's id; null for a guest.</summary>
    public static async Task<string?> CustomerAsync(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Headers.Authorization.Count == 0)
        {
            return null;
        }

        var signedIn = await request.HttpContext.AuthenticateAsync(ShopAuthentication.Scheme);
        return signedIn.Principal?.IsInRole("customer") == true
            ? signedIn.Principal.FindFirstValue(ClaimTypes.Name)
            : null;
    }

    /// <summary>The cart, if it is the caller's.</summary>
    public async Task<Result<VersionedCart>> FindAsync(HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!CartId.TryParse(id, out var cartId))
        {
            return CartRefusal.NotFound();
        }

        var customer = await CustomerAsync(request);
        var token = guests.Check(request, TokenHeader, id);
        if (token.IsRefused && customer is null)
        {
            return token.Refusal!;
        }

        var cart = await carts.FindAsync(cartId, cancellation);
        return cart is null ? CartRefusal.NotFound()
            : !token.IsRefused || (customer is not null && cart.Value.Customer == customer) ? cart
            : token.Refusal!;
    }

    /// <summary>Changes the caller's cart and shows it.</summary>
    public async Task<IResult> ChangeAsync(
        HttpRequest request, string id, Func<Cart, Result<Cart>> decide, CancellationToken cancellation)
    {
        var found = await FindAsync(request, id, cancellation);
        var changed = await found.ThenAsync(cart => change.RunAsync(
            cart.Value.Id, current => IfMatches(request, current).Then(decide), cancellation));
        return changed.Match(cart => Show(request, cart.Value), refusal => refusal.ToProblem());
    }

    public IResult Show(HttpRequest request, Cart cart, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(cart);
        var headers = request.HttpContext.Response.Headers;
        headers.ETag = TagOf(cart);
        headers.CacheControl = "private, no-store";
        var view = CartView.Of(pricing.Quote(cart, Today), token);
        return token is null ? Answers.Ok(view) : Answers.Created($"/api/carts/{cart.Id}", view);
    }

    // RFC 9110 §13.1.1; a caller that names no version takes the cart as it is.
    private static Result<Cart> IfMatches(HttpRequest request, Cart cart)
    {
        var asked = request.Headers.IfMatch.ToString();
        return asked.Length == 0 || asked == "*" || asked.Split(',').Any(tag => tag.Trim() == TagOf(cart))
            ? cart
            : new Refusal(RefusalKind.Outdated, "cart.changed", "The cart is not at the version that you named.");
    }

    private static string TagOf(Cart cart) => $"\"{cart.Version}\"";
}
