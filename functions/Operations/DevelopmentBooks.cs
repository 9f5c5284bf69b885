using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Checkout;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Operations;

/// <summary>The sandbox provider's own books, and stock by decree, for trials: in the embedded home only, and only from
/// the same machine.</summary>
[EmbeddedOnly]
public sealed class DevelopmentBooks(
    SandboxPayments payments, OpeningStock opening, IStockLedger ledger, Locations locations, Cursors cursors)
{
    private const int UsualPage = 100;
    private const int MaxPieces = 1_000_000;

    /// <summary>Every payment that the sandbox knows, to be compared with the orders.</summary>
    [Function("ListSandboxPayments")]
    [Authorize(Policy = Access.Operator)]
    [ProducesResponseType<PaymentListView>(200)]
    public async Task<IResult> ListPaymentsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dev/payments")] HttpRequest request,
        [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var size = DevelopmentAid.Local(request).Then(_ => request.ReadLimit(UsualPage));
        var place = size.Then(_ => cursors.Read(request, "sandbox-payments"));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var (items, next) = await payments.ListAsync(size.Value, place.Value, cancellation);
        return Answers.Ok(new PaymentListView(
            [
                .. items.Select(payment => new SandboxPaymentView(
                    payment.Order, payment.State.ToString().ToLowerInvariant(), payment.Amount)),
            ],
            next is null ? null : cursors.Write("sandbox-payments", next)));
    }

    /// <summary>Brings the pieces on hand of a SKU at a location to a number, by a movement in its journal.</summary>
    [Function("SetStockForDevelopment")]
    [Authorize(Policy = Access.Operator)]
    [Consumes(typeof(StockBody), "application/json")]
    [ProducesResponseType<StockView>(200)]
    public async Task<IResult> SetStockAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/stock")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await DevelopmentAid.Local(request).ThenAsync(_ => request.ReadAsync<StockBody>(cancellation));
        var wish = body.Then(Check);
        if (wish.IsRefused)
        {
            return wish.Refusal!.ToProblem();
        }

        var (sku, location, onHand) = wish.Value;
        var levels = await ledger.LevelsAsync(sku, cancellation);
        return await opening.SetOnHandAsync(sku, location, onHand, levels, cancellation)
            ? Answers.Ok(StockView.Of(sku, await ledger.LevelsAsync(sku, cancellation)))
            : Refusal.Conflict("stock.changed", "More is held for orders than that, or the level just changed.")
                .ToProblem();
    }

    private Result<(Sku Sku, LocationId Location, int OnHand)> Check(StockBody body) =>
        !Sku.TryParse(body.Sku, out var sku) ? Refusal.Invalid("stock.unknown-sku", "/sku", "Not a SKU.")
        : !LocationId.TryParse(body.Location, out var location) || locations.Find(location) is null
            ? Refusal.Invalid("location.unknown", "/location", "There is no such location.")
        : body.OnHand is < 0 or > MaxPieces
            ? Refusal.Invalid("stock.bad-quantity", "/onHand", $"0 to {MaxPieces} pieces.")
        : (sku, location, body.OnHand);

    public sealed record StockBody(string Sku, string Location, int OnHand);

    public sealed record PaymentListView(IReadOnlyList<SandboxPaymentView> Items, string? NextCursor);

    public sealed record SandboxPaymentView(OrderId OrderId, string Status, Money Amount);
}
