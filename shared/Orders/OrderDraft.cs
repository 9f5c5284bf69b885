using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Orders;

/// <summary>Writes the order that a quoted cart becomes once its stock is reserved and its payment
/// authorised.</summary>
public static class OrderDraft
{
    /// <summary>The share of shipping promises that we set out to keep.</summary>
    public const double PromiseConfidence = 0.95;

    // Orders of the morning leave the same day: the carrier collects in the evening.
    private static readonly TimeOnly CutOff = new(12, 0);

    public static Order Of(OrderId id, string number, QuotedCart quote, string provider, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var promise = new ShippingPromise(ShipBy(now), PromiseConfidence);
        return new Order(
            id,
            number,
            quote.Cart.Id,
            quote.Cart.Customer,
            OrderStatus.Paid,
            now,
            [.. quote.Lines.Select(line => LineOf(line, promise))],
            quote.Totals,
            quote.Cart.Delivery!,
            new OrderPayment(provider, PaymentState.Authorised, quote.Totals.Grand, null),
            [],
            [
                new TimelineEntry(now, "orderPlaced", "We have your order."),
                new TimelineEntry(now, "paymentAuthorised", $"{quote.Totals.Grand} are set aside for it."),
            ]);
    }

    /// <summary>The working day on which an order placed now leaves: today before noon UTC, else the next.</summary>
    public static DateOnly ShipBy(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (TimeOnly.FromDateTime(now.UtcDateTime) >= CutOff)
        {
            day = day.AddDays(1);
        }

        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private static OrderLine LineOf(QuotedLine quoted, ShippingPromise promise) => new(
        quoted.Line.Id, quoted.Line.Sku, $"{quoted.Article.Title}, {quoted.Article.Color}, {quoted.Article.Size}",
        quoted.Line.Quantity, quoted.Article.Price, promise);
}
