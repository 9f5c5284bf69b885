using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>Every "no" of the till: named, final for that request, and it leaves nothing behind.</summary>
public sealed class CheckoutRefusalTests(RunningShop shop) : IClassFixture<RunningShop>
{
    [Theory]
    [InlineData("tok_declined", "payment.declined")]
    [InlineData("tok_insufficient_funds", "payment.")]
    public async Task A_refused_card_gives_the_stock_back(string card, string code)
    {
        var sku = await shop.SkuWithAsync(5);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 3));

        var answer = await guest.CheckoutAsync(Unique.Key(), card);

        answer.Expect(402);
        Assert.StartsWith(code, answer.Code, StringComparison.Ordinal);
        await IsFreeAsync(sku, 5);
    }

    [Fact]
    public async Task After_a_refused_card_the_guest_may_pay_with_another_one()
    {
        var sku = await shop.SkuWithAsync(2);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        (await guest.CheckoutAsync(Unique.Key(), "tok_declined")).Expect(402);

        var answer = await guest.CheckoutAsync(Unique.Key());

        answer.Expect(201);
    }

    [Fact]
    public async Task More_than_there_is_left_is_refused_with_what_is_left()
    {
        var sku = await shop.SkuWithAsync(2);
        var first = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
        var second = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        await first.BuyAsync();

        var answer = await second.CheckoutAsync(Unique.Key());

        answer.ExpectProblem(409, "stock.not-enough");
        Assert.Contains(sku, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_line_that_cannot_be_met_holds_no_piece_of_the_others()
    {
        var plenty = await shop.SkuWithAsync(9);
        var scarce = await shop.SkuWithAsync(1);
        var late = await Shopper.AtTheTillAsync(shop.Client, (plenty, 4), (scarce, 1));
        await (await Shopper.AtTheTillAsync(shop.Client, (scarce, 1))).BuyAsync();

        var answer = await late.CheckoutAsync(Unique.Key());

        answer.ExpectProblem(409, "stock.not-enough");
        await IsFreeAsync(plenty, 9);
    }

    [Fact]
    public async Task A_cart_that_changed_meanwhile_is_refused_and_not_charged()
    {
        var sku = await shop.SkuWithAsync(5);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
        var line = new JsonObject { ["sku"] = sku, ["quantity"] = 1, ["designId"] = null };
        (await shop.Client.PostAsync($"/api/carts/{guest.CartId}/lines", line, guest.Owner)).Expect(200);

        var answer = await guest.CheckoutAsync(Unique.Key());

        answer.ExpectProblem(409, "cart.changed");
        await IsFreeAsync(sku, 5);
    }

    [Fact]
    public async Task A_checkout_without_a_key_is_refused()
    {
        var sku = await shop.SkuWithAsync(1);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));

        var answer = await guest.CheckoutAsync(key: null);

        answer.Expect(400);
        Assert.NotEmpty(answer.Code);
        await IsFreeAsync(sku, 1);
    }

    [Fact]
    public async Task The_same_key_answers_with_the_same_order()
    {
        var sku = await shop.SkuWithAsync(5);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
        var key = Unique.Key();
        var first = (await guest.CheckoutAsync(key)).Expect(201);

        var second = (await guest.CheckoutAsync(key)).Expect(201);

        Assert.Equal(first.Required("id"), second.Required("id"));
        Assert.Equal(4, (await shop.Staff.StockAsync(sku)).AvailableToPromise);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var sku = await shop.SkuWithAsync(5);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
        var key = Unique.Key();
        (await guest.CheckoutAsync(key)).Expect(201);

        var answer = await guest.CheckoutAsync(key, "tok_declined");

        answer.Expect(422);
        Assert.NotEmpty(answer.Code);
        Assert.Equal(4, (await shop.Staff.StockAsync(sku)).AvailableToPromise);
    }

    [Fact]
    public async Task An_impatient_guest_who_presses_the_button_eight_times_buys_once()
    {
        var sku = await shop.SkuWithAsync(20);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
        var key = Unique.Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => ShopClient.PatientlyAsync(() => guest.CheckoutAsync(key))));

        Assert.Single(answers.Select(answer => answer.Expect(201).Required("id")).Distinct());
        Assert.Equal(19, (await shop.Staff.StockAsync(sku)).AvailableToPromise);
    }

    [Fact]
    public async Task Eight_windows_with_one_cart_buy_it_once()
    {
        var sku = await shop.SkuWithAsync(20);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => ShopClient.PatientlyAsync(() => guest.CheckoutAsync(Unique.Key()))));

        Assert.All(answers, answer => Assert.True(answer.Status is 201 or 409, answer.ToString()));
        Assert.Single(answers.Where(answer => answer.Status == 201)
            .Select(answer => answer.Json!.Required("id")).Distinct());
        Assert.Equal(19, (await shop.Staff.StockAsync(sku)).AvailableToPromise);
    }

    private Task<StockCard> IsFreeAsync(string sku, int pieces) => Eventually.HoldsAsync(
        () => shop.Staff.StockAsync(sku),
        card => card.IsFree && card.AvailableToPromise == pieces,
        $"all {pieces} of {sku} can be sold");
}
