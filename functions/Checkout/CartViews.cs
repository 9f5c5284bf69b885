using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Checkout;

/// <summary>A cart as its owner sees it, at the prices of this moment.</summary>
/// <param name="Token">The guest's token; told only when the cart is created.</param>
public sealed record CartView(
    CartId Id,
    int Version,
    string? Token,
    string Status,
    IReadOnlyList<CartLineView> Lines,
    DeliveryView? Shipping,
    string? Promotion,
    TotalsView Totals)
{
    public static CartView Of(QuotedCart quote, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var cart = quote.Cart;
        return new CartView(
            cart.Id, cart.Version, token,
            cart.Attempt is null ? "open" : "checkedOut",
            [.. quote.Lines.Select(CartLineView.Of)],
            cart.Delivery is { } delivery ? DeliveryView.Of(delivery) : null,
            quote.Promotion?.Code,
            TotalsView.Of(quote.Totals));
    }
}

public sealed record CartLineView(
    string Id, Sku Sku, string Title, string Color, string Size, int Quantity, Money UnitPrice, Money Total,
    string? DesignId)
{
    public static CartLineView Of(QuotedLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new(
            line.Line.Id, line.Line.Sku, line.Article.Title, line.Article.Color, line.Article.Size,
            line.Line.Quantity, line.Article.Price, line.Article.Price * line.Line.Quantity, null);
    }
}

public sealed record DeliveryView(string Method, Address Address, string Email)
{
    public static DeliveryView Of(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return new(delivery.Method, delivery.Address, delivery.Email);
    }
}

/// <summary>Gross amounts; the tax is a part of the grand total.</summary>
public sealed record TotalsView(Money Items, Money Discount, Money Shipping, Money Tax, Money Grand)
{
    public static TotalsView Of(Totals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return new(totals.Items, totals.Discount, totals.Shipping, totals.Tax, totals.Grand);
    }
}
