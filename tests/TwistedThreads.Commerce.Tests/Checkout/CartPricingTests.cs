using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Checkout;

public sealed class CartPricingTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    private readonly TestShop _shop = new();
    private readonly CartPricing _pricing;

    public CartPricingTests()
    {
        _pricing = new CartPricing(_shop.Prices);
        _shop.Prices.Promote(new Promotion("TEN", 10, Money.Euros(30m), Today, Today.AddDays(9), "Ten per cent off"));
    }

    [Fact]
    public void A_cart_is_priced_with_everything_that_it_says()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1), (TestShop.Hoodie, 1)).Promote("TEN").Value;

        var quote = _pricing.Quote(cart, Today);

        // By hand: 19.90 + 49.90 = 69.80; less 6.98 = 62.82, travels free; tax 62.82 × 19 ÷ 119 = 10.0300…
        Assert.Equal(
            new Totals(
                Money.Euros(69.80m), Money.Euros(6.98m), Money.Euros(0m), Money.Euros(10.03m), Money.Euros(62.82m)),
            quote.Totals);
        Assert.Equal("TEN", quote.Promotion!.Code);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void A_promotion_out_of_its_days_is_as_good_as_none(int days)
    {
        var cart = _shop.FillCart((TestShop.Hoodie, 1)).Promote("TEN").Value;

        var quote = _pricing.Quote(cart, Today.AddDays(days));

        Assert.Equal((null, Money.Euros(0m)), (quote.Promotion, quote.Totals.Discount));
    }

    [Fact]
    public void An_article_that_was_withdrawn_is_left_out_of_the_price_and_stops_the_order()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1), (TestShop.Hoodie, 1));
        _shop.Prices.Withdraw(TestShop.Hoodie);

        Assert.Equal(Money.Euros(19.90m), _pricing.Quote(cart, Today).Totals.Items);
        Assert.Equal("cart.withdrawn", _pricing.QuoteForOrder(cart, Today).Refusal!.Code);
    }

    [Fact]
    public void Only_a_filled_cart_that_goes_somewhere_becomes_an_order()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1));

        Assert.Equal(cart, _pricing.QuoteForOrder(cart, Today).Value.Cart);
        Assert.Equal("cart.no-shipping", _pricing.QuoteForOrder(cart with { Delivery = null }, Today).Refusal!.Code);
        Assert.Equal("cart.empty", _pricing.QuoteForOrder(_shop.FillCart(), Today).Refusal!.Code);
    }

    [Theory]
    [InlineData("TEN", 0, null)]
    [InlineData("ten", 0, "promotion.unknown")]
    [InlineData("TEN", 10, "promotion.unknown")]
    public void A_code_must_be_known_and_of_today(string code, int days, string? refusal) => Assert.Equal(
        refusal,
        _pricing.FindPromotion(_shop.FillCart((TestShop.Hoodie, 1)), code, Today.AddDays(days)).Refusal?.Code);

    [Fact]
    public void A_code_with_a_minimum_says_what_is_missing()
    {
        var refusal = _pricing.FindPromotion(_shop.FillCart((TestShop.Tee, 1)), "TEN", Today).Refusal!; // 19.90 < 30.

        Assert.Equal("promotion.minimum", refusal.Code);
        Assert.Contains("30.00 EUR", refusal.Detail, StringComparison.Ordinal);
    }
}
