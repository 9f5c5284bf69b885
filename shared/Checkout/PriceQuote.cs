using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Checkout;

/// <summary>A line with its price of this moment.</summary>
public sealed record PricedLine(CartLine Line, Money UnitPrice)
{
    public Money Total => UnitPrice * Line.Quantity;
}

/// <summary>What a cart costs. All amounts are gross; <see cref="Tax"/> is the part of <see cref="Grand"/> that is
/// value added tax, not an addition to it.</summary>
public sealed record Totals(Money Items, Money Discount, Money Shipping, Money Tax, Money Grand);

/// <summary>Prices a cart.</summary>
public static class PriceQuote
{
    /// <param name="lines">With prices in one currency.</param>
    /// <param name="promotion">Already checked against the items; null for none.</param>
    /// <param name="shipping">Null while the delivery is not chosen: costs nothing yet.</param>
    /// <param name="taxRate">Value added tax of the country of delivery; 0.19 is 19 per cent.</param>
    public static Totals Of(
        IReadOnlyList<PricedLine> lines, Promotion? promotion, ShippingMethod? shipping, decimal taxRate)
    {
        var zero = Money.Zero(lines.Count > 0 ? lines[0].UnitPrice.Currency : Money.ShopCurrency);
        var items = lines.Aggregate(zero, (sum, line) => sum + line.Total);
        var discount = promotion?.DiscountOn(items) ?? zero;
        var goods = items - discount;
        var carriage = shipping is null || lines.Count == 0 ? zero : shipping.PriceFor(goods);
        var grand = goods + carriage;

        // Gross prices hold the tax inside them: tax = gross × rate ÷ (1 + rate).
        var tax = grand.Share(taxRate / (1 + taxRate));
        return new Totals(items, discount, carriage, tax, grand);
    }
}

/// <summary>A code that takes a share off the items.</summary>
/// <param name="Percent">Of the items' total; 10 is ten per cent.</param>
/// <param name="MinimumItems">Items must be worth this much before the discount.</param>
/// <param name="Starts">First day, UTC.</param>
/// <param name="Ends">Last day, UTC, inclusive.</param>
public sealed record Promotion(
    string Code, int Percent, Money MinimumItems, DateOnly Starts, DateOnly Ends, string Description)
{
    public bool IsValidOn(DateOnly day) => day >= Starts && day <= Ends;

    /// <summary>Rounded to cents; nothing below the minimum.</summary>
    public Money DiscountOn(Money items) =>
        items < MinimumItems ? Money.Zero(items.Currency) : items.Share(Percent / 100m);
}

/// <summary>A way of delivering.</summary>
/// <param name="FreeFrom">Goods of at least this value travel free; null when they never do.</param>
public sealed record ShippingMethod(string Code, Money Price, Money? FreeFrom)
{
    public static IReadOnlyList<ShippingMethod> All { get; } =
    [
        new("standard", Money.Euros(4.90m), Money.Euros(60m)),
        new("express", Money.Euros(11.90m), null),
    ];

    public static ShippingMethod? Find(string code) =>
        All.FirstOrDefault(method => string.Equals(method.Code, code, StringComparison.Ordinal));

    public Money PriceFor(Money goods) => FreeFrom is { } free && goods >= free ? Money.Zero(goods.Currency) : Price;
}

/// <summary>Where we deliver, and the standard rate of value added tax there.</summary>
/// <remarks>Rates: European Commission, Taxes in Europe Database, standard rates in force in 2026-01. Above the EU-wide
/// threshold of 10,000 euros a year the country of the customer taxes (Directive 2006/112/EC,
/// articles 33 and 59c).</remarks>
public static class DeliveryCountries
{
    private static readonly Dictionary<string, decimal> Rates = new(StringComparer.Ordinal)
    {
        ["AT"] = 0.20m,
        ["BE"] = 0.21m,
        ["DE"] = 0.19m,
        ["DK"] = 0.25m,
        ["ES"] = 0.21m,
        ["FR"] = 0.20m,
        ["IT"] = 0.22m,
        ["LU"] = 0.17m,
        ["NL"] = 0.21m,
        ["PL"] = 0.23m,
        ["PT"] = 0.23m,
        ["SE"] = 0.25m,
    };

    public static bool Includes(string country) => Rates.ContainsKey(country);

    /// <summary>The rate; Germany's while the country is not known.</summary>
    public static decimal TaxRate(string? country) =>
        country is not null && Rates.TryGetValue(country, out var rate) ? rate : Rates["DE"];
}
