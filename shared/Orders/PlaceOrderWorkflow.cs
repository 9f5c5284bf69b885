using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Orders;

/// <summary>Turns a cart into an order: claims the key, holds the cart, reserves stock, authorises the payment, places
/// the order. Each step is safe to repeat and named by the order's id,
/// so that any process may take up what another left.</summary>
/// <remarks>Nothing is promised before the order is placed, and placing writes the order, its fate and its event at
/// once. What an attempt leaves behind when its process dies is resolved by
/// <see cref="AbandonCheckoutWorkflow"/>.</remarks>
public sealed class PlaceOrderWorkflow(
    ICarts carts,
    ICheckoutClaims claims,
    IOrders orders,
    ReserveStockWorkflow stock,
    IPayments payments,
    CartPricing pricing,
    AbandonCheckoutWorkflow abandon,
    IOrderNumbers numbers,
    IIdSource ids)
{
    /// <summary>How long a hold on stock lasts unless the order is placed.</summary>
    public static TimeSpan ReservationLife { get; } = TimeSpan.FromMinutes(15);

    /// <summary>How long one attempt may take; callers cancel well before.</summary>
    public static TimeSpan AttemptLife { get; } = TimeSpan.FromSeconds(10);

    /// <returns>The order, new or as placed by the same request before; or the refusal.</returns>
    public async Task<Result<Order>> RunAsync(
        PlaceOrderCommand command, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var earlier = await claims.FindAsync(command.KeyHash, cancellation).ConfigureAwait(false);
        if (earlier is not null && Replay(earlier, command) is { } settled)
        {
            return settled;
        }

        var cart = await carts.FindAsync(command.Cart, cancellation).ConfigureAwait(false);
        var refusal = cart is null ? CartRefusal.NotFound()
            : cart.Value.Version != command.CartVersion ? CartRefusal.Changed(cart.Value.Version)
            : payments.Accepts(command.Provider, command.Token) ? null : PaymentRefusal.UnknownToken();
        if (refusal is not null)
        {
            return refusal;
        }

        var attempt = cart!.Value.Attempt;
        if (attempt is not null
            && await JoinAsync(cart.Value, attempt, now, cancellation).ConfigureAwait(false) is { } joined)
        {
            return joined;
        }

        var quote = pricing.QuoteForOrder(cart.Value, DateOnly.FromDateTime(now.UtcDateTime));
        attempt ??= new CheckoutAttempt(OrderId.Parse(ids.New(OrderId.Prefix)), command.KeyHash);
        return await quote
            .ThenAsync(quoted => AttemptAsync(command, cart, quoted, attempt, now, cancellation)).ConfigureAwait(false);
    }

    private static Refusal? Replay(CheckoutClaim earlier, PlaceOrderCommand command) =>
        earlier.Fingerprint != command.Fingerprint ? OrderRefusal.KeyReused() : earlier.Refusal?.ToRefusal();

    // Another attempt holds the cart: it is an order by now, or still under way; null when its process is gone.
    private async Task<Result<Order>?> JoinAsync(
        Cart cart, CheckoutAttempt attempt, DateTimeOffset now, CancellationToken cancellation)
    {
        var placed = await orders.FindAsync(attempt.Order, cancellation).ConfigureAwait(false);
        if (placed is not null)
        {
            return (Result<Order>)placed.Value;
        }

        if (cart.HeldUntil > now)
        {
            return (Result<Order>)OrderRefusal.InFlight();
        }

        return null;
    }

    private async Task<Result<Order>> AttemptAsync(
        PlaceOrderCommand command,
        VersionedCart cart,
        QuotedCart quote,
        CheckoutAttempt attempt,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var held = await carts
            .ReplaceAsync(cart, cart.Value.HeldFor(attempt, now + AttemptLife), cancellation).ConfigureAwait(false);
        if (held is null)
        {
            return OrderRefusal.InFlight();
        }

        // The claim is not waited for before the order is about to be placed: until then nothing depends on it.
        var claim = claims.ClaimAsync(
            new CheckoutClaim(command.KeyHash, command.Fingerprint, command.Cart, null), cancellation);
        var wishes = quote.Lines.Select(line => new StockWish(line.Line.Sku, line.Line.Quantity)).ToList();
        var reserved = await stock
            .RunAsync(attempt.Order, wishes, now + ReservationLife, now, cancellation).ConfigureAwait(false);
        var payment = await reserved
            .ThenAsync(_ => AuthoriseAsync(command, attempt, quote, cancellation)).ConfigureAwait(false);
        var other = await claim.ConfigureAwait(false);
        var refusal = other is not null && Replay(other, command) is { } settled ? settled : payment.Refusal;
        if (refusal is not null)
        {
            return refusal.Kind == RefusalKind.Unavailable
                ? refusal
                : await RefuseAsync(command, held, refusal, now, cancellation).ConfigureAwait(false);
        }

        var number = await numbers.NextAsync(cancellation).ConfigureAwait(false);
        var order = OrderDraft.Of(attempt.Order, number, quote, command.Provider, now);
        return await FinishAsync(command, held, order, now, cancellation).ConfigureAwait(false);
    }

    // The order's fate may be written by now: by another process that placed it, or by a sweep that gave it up.
    private async Task<Result<Order>> FinishAsync(
        PlaceOrderCommand command, VersionedCart held, Order order, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await orders.PlaceAsync(order, cancellation).ConfigureAwait(false))
        {
            return order;
        }

        var placed = await orders.FindAsync(order.Id, cancellation).ConfigureAwait(false);
        return placed is not null
            ? placed.Value
            : await RefuseAsync(command, held, StockRefusal.Released(order.Id), now, cancellation)
                .ConfigureAwait(false);
    }

    private async Task<Result<PaymentReport>> AuthoriseAsync(
        PlaceOrderCommand command, CheckoutAttempt attempt, QuotedCart quote, CancellationToken cancellation)
    {
        var amount = quote.Totals.Grand;
        PaymentReport? report;
        try
        {
            report = await payments
                .AuthoriseAsync(attempt.Order, command.Token, amount, cancellation).ConfigureAwait(false);
        }
        catch (PaymentOutcomeUnknownException)
        {
            report = await payments.FindAsync(attempt.Order, cancellation).ConfigureAwait(false);
        }

        // The payment may be that of an attempt taken over, and prices may have changed since it was made.
        return report switch
        {
            null => PaymentRefusal.OutcomeUnknown(),
            { State: PaymentState.Authorised } when report.Amount != amount => CartRefusal.Changed(quote.Cart.Version),
            { State: PaymentState.Authorised } => report,
            _ => PaymentRefusal.Declined(report.Reason),
        };
    }

    private async Task<Result<Order>> RefuseAsync(
        PlaceOrderCommand command,
        VersionedCart held,
        Refusal refusal,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var abandoned = await abandon.RunAsync(held, now, cancellation).ConfigureAwait(false);
        if (abandoned is { } placedAfterAll)
        {
            return placedAfterAll;
        }

        // A sweep gave this attempt up while it was taken over: the same request may begin anew.
        if (refusal.Code == StockRefusal.Released(held.Value.Attempt!.Order).Code)
        {
            return OrderRefusal.InFlight();
        }

        // A key that belongs to another request stays with it.
        if (refusal.Code != OrderRefusal.KeyReused().Code)
        {
            await claims.SettleAsync(
                new CheckoutClaim(command.KeyHash, command.Fingerprint, command.Cart, StoredRefusal.Of(refusal)),
                cancellation).ConfigureAwait(false);
        }

        return refusal;
    }
}
