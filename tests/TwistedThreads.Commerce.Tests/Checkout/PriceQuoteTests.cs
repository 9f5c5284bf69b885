using System.Globalization;
using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Checkout;

public sealed class PriceQuoteTests
{
    private static readonly ShippingMethod Standard = ShippingMethod.Find("standard")!;
    private static readonly ShippingMethod Express = ShippingMethod.Find("express")!;

    [Fact]
    public void Two_tees_to_germany()
    {
        // By hand: 2 × 19.90 = 39.80; + 4.90 = 44.70; tax 44.70 × 19 ÷ 119 = 7.1369…
        Assert.Equal(Totals(39.80m, 0m, 4.90m, 7.14m, 44.70m), Quote(2 * 19.90m, null, Standard, 0.19m));
    }

    [Fact]
    public void Ten_per_cent_off_with_express_to_denmark()
    {
        // By hand: 99.99 less 10.00 (9.999 rounded) = 89.99; + 11.90 = 101.89; tax 101.89 × 25 ÷ 125 = 20.378.
        Assert.Equal(
            Totals(99.99m, 10.00m, 11.90m, 20.38m, 101.89m), Quote(99.99m, TenPerCent(0m), Express, 0.25m));
    }

    [Theory]
    [InlineData("59.99", "4.90")]
    [InlineData("60.00", "0")]
    [InlineData("60.01", "0")]
    public void Standard_shipping_is_free_from_sixty_euros(string items, string shipping) =>
        Assert.Equal(Euros(shipping), Quote(Decimal(items), null, Standard, 0.19m).Shipping);

    [Theory]
    [InlineData("66.66", "4.90")] // 66.66 less 6.67 = 59.99.
    [InlineData("66.67", "0")] // 66.67 less 6.67 = 60.00.
    public void What_counts_for_free_shipping_is_what_is_left_after_the_discount(string items, string shipping) =>
        Assert.Equal(Euros(shipping), Quote(Decimal(items), TenPerCent(0m), Standard, 0.19m).Shipping);

    [Fact]
    public void Express_is_never_free() =>
        Assert.Equal(Money.Euros(11.90m), Quote(5_000m, null, Express, 0.19m).Shipping);

    [Fact]
    public void As_long_as_nobody_says_how_it_travels_shipping_costs_nothing() =>
        Assert.Equal(Totals(11.90m, 0m, 0m, 1.90m, 11.90m), Quote(11.90m, null, null, 0.19m)); // 11.90 × 19 ÷ 119.

    [Fact]
    public void An_empty_cart_costs_nothing_not_even_shipping() =>
        Assert.Equal(Totals(0m, 0m, 0m, 0m, 0m), PriceQuote.Of([], TenPerCent(0m), Standard, 0.19m));

    [Theory]
    [InlineData("49.99", "0")]
    [InlineData("50.00", "5.00")]
    public void A_promotion_needs_items_of_its_minimum(string items, string discount) =>
        Assert.Equal(Euros(discount), Quote(Decimal(items), TenPerCent(50m), null, 0.19m).Discount);

    [Theory]
    [InlineData("2026-11-19", false)]
    [InlineData("2026-11-20", true)]
    [InlineData("2026-11-30", true)]
    [InlineData("2026-12-01", false)]
    public void A_promotion_is_valid_from_its_first_to_its_last_day(string day, bool isValid) => Assert.Equal(
        isValid, TenPerCent(0m).IsValidOn(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    // European Commission, Taxes in Europe Database, standard rates, 2026-01.
    [Theory]
    [InlineData("DE", "0.19")]
    [InlineData("LU", "0.17")]
    [InlineData("SE", "0.25")]
    [InlineData("US", "0.19")]
    [InlineData(null, "0.19")]
    public void The_country_of_delivery_taxes_and_germany_while_it_is_not_known(string? country, string rate) =>
        Assert.Equal(Decimal(rate), DeliveryCountries.TaxRate(country));

    [Fact]
    public void We_deliver_to_twelve_countries_of_the_union()
    {
        string[] countries = ["AT", "BE", "DE", "DK", "ES", "FR", "IT", "LU", "NL", "PL", "PT", "SE"];

        Assert.All(countries, country => Assert.True(DeliveryCountries.Includes(country)));
        Assert.All(["US", "GB", "de", ""], country => Assert.False(DeliveryCountries.Includes(country)));
    }

    [Fact]
    public void Totals_always_add_up_and_are_never_negative()
    {
        var generator = new Generator(31);
        for (var round = 0; round < 2_000; round++)
        {
            var lines = Generator.Many(generator.Between(0, 6), () => Line(
                generator.Between(0, 20_000) / 100m, generator.Between(1, Cart.MaxPiecesPerLine)));
            var promotion = generator.Chance(0.5)
                ? TenPerCent(generator.Between(0, 100)) with { Percent = generator.Between(0, 100) }
                : null;
            var shipping = generator.OneOf<ShippingMethod?>([null, Standard, Express]);

            var totals = PriceQuote.Of(lines, promotion, shipping, generator.OneOf([0.17m, 0.19m, 0.25m]));

            Money[] amounts = [totals.Items, totals.Discount, totals.Shipping, totals.Tax, totals.Grand];
            Assert.True(amounts.All(amount => amount.Amount >= 0), $"round {round}: {totals}");
            Assert.True(amounts.All(amount => amount == amount.Rounded()), $"round {round}: {totals}");
            Assert.True(totals.Grand == totals.Items - totals.Discount + totals.Shipping, $"round {round}: {totals}");
            Assert.True(totals.Tax <= totals.Grand, $"round {round}: {totals}");
        }
    }

    private static Promotion TenPerCent(decimal minimum) => new(
        "TEN", 10, Money.Euros(minimum), new DateOnly(2026, 11, 20), new DateOnly(2026, 11, 30), "Ten per cent off");

    private static Totals Quote(decimal items, Promotion? promotion, ShippingMethod? shipping, decimal taxRate) =>
        PriceQuote.Of([Line(items, 1)], promotion, shipping, taxRate);

    private static PricedLine Line(decimal price, int pieces) =>
        new(new CartLine("ln-1", TestShop.Tee, pieces), Money.Euros(price));

    private static Totals Totals(decimal items, decimal discount, decimal shipping, decimal tax, decimal grand) => new(
        Money.Euros(items), Money.Euros(discount), Money.Euros(shipping), Money.Euros(tax), Money.Euros(grand));

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static Money Euros(string text) => Money.Euros(Decimal(text));
}
