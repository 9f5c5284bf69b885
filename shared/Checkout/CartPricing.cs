using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Checkout;

/// <summary>What the catalogue says of a SKU that checkout needs.</summary>
public sealed record PricedArticle(string Title, string Color, string Size, Money Price);

/// <summary>Current prices and promotions; both are read from memory.</summary>
public interface IPriceList
{
    /// <returns>Null when the SKU is not sold.</returns>
    PricedArticle? Find(Sku sku);

    Promotion? FindPromotion(string code);
}

/// <summary>A line of a cart with what the customer is shown of it.</summary>
public sealed record QuotedLine(CartLine Line, PricedArticle Article);

/// <summary>A cart with its prices of this moment.</summary>
public sealed record QuotedCart(Cart Cart, IReadOnlyList<QuotedLine> Lines, Promotion? Promotion, Totals Totals);

/// <summary>Prices carts from the list of this moment. A price is agreed when the order is placed,
/// not before.</summary>
public sealed class CartPricing(IPriceList prices)
{
    /// <summary>Prices what can be priced: a withdrawn line costs nothing and is left out.</summary>
    public QuotedCart Quote(Cart cart, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(cart);
        var lines = cart.Lines
            .Select(line => (Line: line, Article: prices.Find(line.Sku)))
            .Where(line => line.Article is not null)
            .Select(line => new QuotedLine(line.Line, line.Article!))
            .ToList();
        var promotion = cart.PromotionCode is { } code
            && prices.FindPromotion(code) is { } found && found.IsValidOn(today) ? found : null;
        var totals = PriceQuote.Of(
            [.. lines.Select(line => new PricedLine(line.Line, line.Article.Price))],
            promotion,
            cart.Delivery is { } delivery ? ShippingMethod.Find(delivery.Method) : null,
            DeliveryCountries.TaxRate(cart.Delivery?.Address.Country));
        return new QuotedCart(cart, lines, promotion, totals);
    }

    /// <summary>Prices a cart that is about to become an order:
    /// everything in it must be sold and deliverable.</summary>
    public Result<QuotedCart> QuoteForOrder(Cart cart, DateOnly today)
    {
        var quote = Quote(cart, today);
        var withdrawn = cart.Lines.FirstOrDefault(line => quote.Lines.All(quoted => quoted.Line.Id != line.Id));
        return cart.Lines.Count == 0 ? CartRefusal.Empty()
            : cart.Delivery is null ? CartRefusal.NoDelivery()
            : withdrawn is not null ? CartRefusal.Withdrawn(withdrawn.Sku)
            : quote;
    }

    /// <summary>Whether a code can be applied to the cart today.</summary>
    public Result<Promotion> FindPromotion(Cart cart, string code, DateOnly today)
    {
        var promotion = prices.FindPromotion(code);
        return promotion is null || !promotion.IsValidOn(today) ? CartRefusal.UnknownPromotion()
            : Quote(cart, today).Totals.Items < promotion.MinimumItems
                ? CartRefusal.PromotionNeeds(promotion.MinimumItems)
            : promotion;
    }
}
