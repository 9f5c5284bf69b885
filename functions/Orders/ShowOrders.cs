using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Orders;

/// <summary>Shows an order to its owner and to staff, and lists orders for operators.</summary>
public sealed class ShowOrders(IOrders orders, OrderStore store, GuestTokens guests, Cursors cursors)
{
    private const string TokenHeader = "Order-Token";
    private const int UsualPage = 30;

    /// <summary>An order with its lines, money and timeline.</summary>
    [Function("ShowOrder")]
    [AllowAnonymous]
    [ProducesResponseType<OrderView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!OrderId.TryParse(id, out var orderId))
        {
            return OrderRefusal.NotFound().ToProblem();
        }

        var token = guests.Check(request, TokenHeader, id);
        var (isStaff, customer) = token.IsRefused ? await SignedInAsync(request) : (false, null);
        if (token.IsRefused && !isStaff && customer is null)
        {
            return token.Refusal!.ToProblem();
        }

        var order = await orders.FindAsync(orderId, cancellation);
        if (order is null)
        {
            return OrderRefusal.NotFound().ToProblem();
        }

        UsageMeter.Attribute(id);
        request.HttpContext.Response.Headers.ETag = $"\"{order.Mark}\"";
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return !token.IsRefused || isStaff || customer == order.Value.Customer
            ? Answers.Ok(OrderView.Of(order.Value, token.IsRefused ? null : guests.For(id)))
            : OrderRefusal.NotFound().ToProblem();
    }

    /// <summary>All orders, oldest first.</summary>
    [Function("ListOrders")]
    [Authorize(Policy = Access.Operator)]
    [ProducesResponseType<OrderListView>(200)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders")] HttpRequest request,
        [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var size = request.ReadLimit(UsualPage);
        var place = size.Then(_ => cursors.Read(request, "orders"));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var (items, next) = await store.ListAsync(size.Value, place.Value, cancellation);
        return Answers.Ok(new OrderListView(
            [
                .. items.Select(order => new OrderSummaryView(
                    order.Id, order.Number, order.Status, order.PlacedAt, order.Cart, order.Totals.Grand)),
            ],
            next is null ? null : cursors.Write("orders", next)));
    }

    private static async Task<(bool IsStaff, string? Customer)> SignedInAsync(HttpRequest request)
    {
        var signedIn = await request.HttpContext.AuthenticateAsync(ShopAuthentication.Scheme);
        return signedIn.Principal is not { } person ? (false, null)
            : person.IsInRole("customer") ? (false, person.Identity?.Name)
            : (Access.IsStaff(person), null);
    }
}
