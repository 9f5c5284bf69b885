using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Checkout;

/// <summary>Opens, shows and fills carts. A guest owns a cart by its token,
/// a signed-in customer by being its owner.</summary>
public sealed class Carts(
    ICarts carts, CartDesk desk, CartPricing pricing, IPriceList prices, GuestTokens guests, IIdSource ids)
{
    /// <summary>Opens an empty cart and tells its token.</summary>
    [Function("OpenCart")]
    [AllowAnonymous]
    [Consumes(typeof(OpenCartBody), "application/json")]
    [ProducesResponseType<CartView>(201)]
    public async Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "carts")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = request.ContentLength is null or 0 && request.ContentType is null
            ? new OpenCartBody()
            : await request.ReadAsync<OpenCartBody>(cancellation);
        if (body.IsRefused)
        {
            return body.Refusal!.ToProblem();
        }

        var cart = Cart.Open(CartId.Parse(ids.New(CartId.Prefix)), await CartDesk.CustomerAsync(request));
        await carts.CreateAsync(cart, cancellation);
        return desk.Show(request, cart, guests.For(cart.Id.Value));
    }

    /// <summary>Shows a cart at the prices of this moment.</summary>
    [Function("ShowCart")]
    [AllowAnonymous]
    [ProducesResponseType<CartView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "carts/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var found = await desk.FindAsync(request, id, cancellation);
        return found.Match(cart => desk.Show(request, cart.Value), refusal => refusal.ToProblem());
    }

    /// <summary>Adds pieces of a SKU; a second line of the same SKU adds to the first.</summary>
    [Function("AddCartLine")]
    [AllowAnonymous]
    [Consumes(typeof(AddLineBody), "application/json")]
    [ProducesResponseType<CartView>(200)]
    public async Task<IResult> AddLineAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "carts/{id}/lines")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<AddLineBody>(cancellation);
        return body.IsRefused
            ? body.Refusal!.ToProblem()
            : await desk.ChangeAsync(request, id, cart => Add(cart, body.Value), cancellation);
    }

    /// <summary>Sets the pieces of a line; none removes it.</summary>
    [Function("ChangeCartLine")]
    [AllowAnonymous]
    [Consumes(typeof(SetQuantityBody), "application/json")]
    [ProducesResponseType<CartView>(200)]
    public async Task<IResult> ChangeLineAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "carts/{id}/lines/{lineId}")] HttpRequest request,
        string id,
        string lineId,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<SetQuantityBody>(cancellation);
        return body.IsRefused
            ? body.Refusal!.ToProblem()
            : await desk.ChangeAsync(request, id, cart => cart.SetQuantity(lineId, body.Value.Quantity), cancellation);
    }

    /// <summary>Removes a line.</summary>
    [Function("RemoveCartLine")]
    [AllowAnonymous]
    [ProducesResponseType<CartView>(200)]
    public Task<IResult> RemoveLineAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "carts/{id}/lines/{lineId}")] HttpRequest request,
        string id,
        string lineId,
        CancellationToken cancellation) =>
        desk.ChangeAsync(request, id, cart => cart.SetQuantity(lineId, 0), cancellation);

    /// <summary>Says where the order goes, how, and whom to tell.</summary>
    [Function("SetCartShipping")]
    [AllowAnonymous]
    [Consumes(typeof(ShippingBody), "application/json")]
    [ProducesResponseType<CartView>(200)]
    public async Task<IResult> SetShippingAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "carts/{id}/shipping")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<ShippingBody>(cancellation);
        var delivery = body.Then(wanted => wanted.ToDelivery());
        return delivery.IsRefused
            ? delivery.Refusal!.ToProblem()
            : await desk.ChangeAsync(request, id, cart => cart.DeliverTo(delivery.Value), cancellation);
    }

    /// <summary>Applies a promotion code; a later one replaces it.</summary>
    [Function("ApplyPromotion")]
    [AllowAnonymous]
    [Consumes(typeof(PromotionBody), "application/json")]
    [ProducesResponseType<CartView>(200)]
    public async Task<IResult> ApplyPromotionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "carts/{id}/promotions")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<PromotionBody>(cancellation);
        return body.IsRefused
            ? body.Refusal!.ToProblem()
            : await desk.ChangeAsync(
                request, id,
                cart => pricing.FindPromotion(cart, body.Value.Code, desk.Today)
                    .Then(found => cart.Promote(found.Code)),
                cancellation);
    }

    private Result<Cart> Add(Cart cart, AddLineBody body) =>
        !Sku.TryParse(body.Sku, out var sku) || prices.Find(sku) is null ? CartRefusal.UnknownSku()
        : body.DesignId is not null ? CartRefusal.UnknownDesign()
        : cart.Add(ids.New("ln_"), sku, body.Quantity);
}
