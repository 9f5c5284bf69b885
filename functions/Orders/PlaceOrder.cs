using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Functions.Checkout;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Orders;

/// <summary>Turns a cart into an order. Answers only once order, reservation and event are on disk; the same key and
/// body are answered with the same order.</summary>
public sealed class PlaceOrder(PlaceOrderWorkflow workflow, GuestTokens guests, TimeProvider clock)
{
    // Half of an attempt's life: whoever takes the attempt over can be sure that this one has ended.
    private static readonly TimeSpan Patience = PlaceOrderWorkflow.AttemptLife / 2;

    [Function(nameof(PlaceOrder))]
    [AllowAnonymous]
    [Consumes(typeof(CheckoutBody), "application/json")]
    [ProducesResponseType<OrderView>(201)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "checkout")] HttpRequest request,
        CancellationToken cancellation)
    {
        var customer = await CartDesk.CustomerAsync(request);
        var key = request.ReadIdempotencyKey();
        var body = await key.ThenAsync(_ => request.ReadAsync<CheckoutBody>(cancellation));
        var command = body.Then(wanted => wanted.ToCommand(key.Value, customer))
            .Then(wanted => Owns(request, wanted, customer));
        if (command.IsRefused)
        {
            return command.Refusal!.ToProblem();
        }

        // A customer who hangs up does not stop a checkout half-way; only the deadline does.
        using var deadline = new CancellationTokenSource(Patience);
        var placed = await workflow.RunAsync(command.Value, clock.GetUtcNow(), deadline.Token);
        return placed.Match(order => Show(request, order), refusal => refusal.ToProblem());
    }

    private Result<PlaceOrderCommand> Owns(HttpRequest request, PlaceOrderCommand command, string? customer) =>
        customer is not null && request.Headers[CartDesk.TokenHeader].Count == 0
            ? command
            : guests.Check(request, CartDesk.TokenHeader, command.Cart.Value).Map(_ => command);

    private IResult Show(HttpRequest request, Order order)
    {
        UsageMeter.Attribute(order.Id.Value);
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return Answers.Created($"/api/orders/{order.Id}", OrderView.Of(order, guests.For(order.Id.Value)));
    }

    public sealed record CheckoutBody(string CartId, int CartVersion, PaymentBody Payment)
    {
        public Result<PlaceOrderCommand> ToCommand(string key, string? customer)
        {
            if (!Commerce.Kernel.CartId.TryParse(CartId, out var cart))
            {
                return Refusal.Invalid("cart.not-found", "/cartId", "There is no such cart.");
            }

            // Guests share one scope: a key that met another cart must be noticed, and guests have no name.
            var scope = customer is null ? "guest" : $"customer|{customer}";
            return new PlaceOrderCommand(
                cart, CartVersion, Payment.Provider, Payment.Token, Hash($"{scope}|checkout|{key}"),
                Hash($"{CartId}|{CartVersion}|{Payment.Provider}|{Payment.Token}"));
        }

        private static string Hash(string text) =>
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    public sealed record PaymentBody(string Provider, string Token);
}
