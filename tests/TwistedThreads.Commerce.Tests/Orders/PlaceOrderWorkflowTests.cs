using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Orders;

public sealed class PlaceOrderWorkflowTests
{
    private readonly TestShop _shop = new TestShop().Stock(TestShop.Tee, TestShop.North, 5);

    [Fact]
    public async Task A_cart_becomes_a_paid_order_with_its_pieces_reserved()
    {
        var cart = _shop.FillCart((TestShop.Tee, 2));

        var order = (await _shop.BuyAsync(TestShop.Buy(cart))).Value;

        // By hand: 2 × 19.90 = 39.80, below 60, so 4.90 for shipping: 44.70.
        Assert.Equal(Money.Euros(44.70m), order.Totals.Grand);
        Assert.Equal(("TT-000001", OrderStatus.Paid, cart.Id), (order.Number, order.Status, order.Cart));
        Assert.Equal((3, 2), (_shop.Level(TestShop.Tee, TestShop.North).Free, Reserved()));
        Assert.Equal(Money.Euros(44.70m), _shop.Payments.All[order.Id].Amount);
        Assert.Equal([new OrderPlaced(order.Id, cart.Id)], _shop.Orders.Placed);
        Assert.Equal(["orderPlaced", "paymentAuthorised"], order.Timeline.Select(entry => entry.Type));
    }

    [Fact]
    public async Task The_same_request_again_gets_the_same_order()
    {
        var command = TestShop.Buy(_shop.FillCart((TestShop.Tee, 2)));

        var first = (await _shop.BuyAsync(command)).Value;
        var second = (await _shop.BuyAsync(command, TimeSpan.FromDays(1))).Value;

        Assert.Equal(first, second);
        Assert.Single(_shop.Orders.All);
    }

    [Fact]
    public async Task A_key_used_for_another_cart_is_refused()
    {
        await _shop.BuyAsync(TestShop.Buy(_shop.FillCart((TestShop.Tee, 1)), "key-1"));

        var other = await _shop.BuyAsync(TestShop.Buy(_shop.FillCart((TestShop.Tee, 1)), "key-1"));

        Assert.Equal("idempotency.key-reused", other.Refusal!.Code);
        Assert.Single(_shop.Orders.All);
    }

    [Fact]
    public async Task A_key_that_two_carts_claim_at_once_goes_to_one_of_them()
    {
        var (first, second) = (_shop.FillCart((TestShop.Tee, 1)), _shop.FillCart((TestShop.Tee, 1)));

        // The second cart claims the key after the first one found it free: its third step is the claim.
        _shop.Tripwire.Arm(2, afterEffect: false, () => _shop.BuyAsync(TestShop.Buy(second)));
        var refused = await _shop.BuyAsync(TestShop.Buy(first));

        Assert.Equal("idempotency.key-reused", refused.Refusal!.Code);
        Assert.Equal(second.Id, Assert.Single(_shop.Orders.All).Cart);
    }

    [Fact]
    public async Task While_a_checkout_runs_its_repetition_waits()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1));
        _shop.Carts.Put(cart.HeldFor(Attempt(), TestShop.Opening.AddSeconds(1)));

        var waits = await _shop.BuyAsync(TestShop.Buy(cart));
        var takesOver = await _shop.BuyAsync(TestShop.Buy(cart), TimeSpan.FromSeconds(1));

        Assert.Equal(("checkout.in-flight", TimeSpan.FromSeconds(1)), (waits.Refusal!.Code, waits.Refusal.RetryAfter));
        Assert.False(takesOver.IsRefused); // The hold ends with its last moment.
    }

    [Fact]
    public async Task A_cart_that_changed_since_it_was_shown_is_not_bought()
    {
        var shown = _shop.FillCart((TestShop.Tee, 1));
        _shop.Carts.Put(shown.Add("ln-2", TestShop.Cap, 1).Value);

        var refusal = (await _shop.BuyAsync(TestShop.Buy(shown))).Refusal!;

        Assert.Equal("cart.changed", refusal.Code);
        Assert.Equal(shown.Version + 1, refusal.Facts["cartVersion"]);
        Assert.Empty(_shop.Payments.All);
    }

    [Fact]
    public async Task An_unknown_cart_is_not_found()
    {
        var nowhere = Cart.Open(CartId.Parse(_shop.Ids.New(CartId.Prefix)), null);

        Assert.Equal("cart.not-found", (await _shop.BuyAsync(TestShop.Buy(nowhere))).Refusal!.Code);
    }

    [Theory]
    [InlineData("sandbox", "tok_nobody_knows")]
    [InlineData("elsewhere", "tok_ok")]
    public async Task A_token_that_the_provider_does_not_know_is_refused_before_anything_happens(
        string provider, string token)
    {
        var command = TestShop.Buy(_shop.FillCart((TestShop.Tee, 1))) with { Provider = provider, Token = token };

        Assert.Equal("payment.unknown-token", (await _shop.BuyAsync(command)).Refusal!.Code);
        Assert.Equal(0, Reserved());
    }

    [Fact]
    public async Task An_empty_cart_cannot_be_bought() =>
        Assert.Equal("cart.empty", (await _shop.BuyAsync(TestShop.Buy(_shop.FillCart()))).Refusal!.Code);

    [Fact]
    public async Task A_cart_that_goes_nowhere_cannot_be_bought()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1)) with { Delivery = null };
        _shop.Carts.Put(cart);

        Assert.Equal("cart.no-shipping", (await _shop.BuyAsync(TestShop.Buy(cart))).Refusal!.Code);
    }

    [Fact]
    public async Task An_article_that_was_withdrawn_cannot_be_bought()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1));
        _shop.Prices.Withdraw(TestShop.Tee);

        Assert.Equal("cart.withdrawn", (await _shop.BuyAsync(TestShop.Buy(cart))).Refusal!.Code);
    }

    [Fact]
    public async Task A_declined_payment_frees_the_stock_and_reopens_the_cart()
    {
        var cart = _shop.FillCart((TestShop.Tee, 2));

        var refusal = (await _shop.BuyAsync(TestShop.Buy(cart, token: "tok_declined"))).Refusal!;

        Assert.Equal((RefusalKind.Declined, "payment.declined"), (refusal.Kind, refusal.Code));
        Assert.Equal((0, 5), (Reserved(), _shop.Level(TestShop.Tee, TestShop.North).Free));
        Assert.Equal((null, null), (_shop.Carts.Peek(cart.Id).Attempt, _shop.Carts.Peek(cart.Id).HeldUntil));
        Assert.False((await _shop.BuyAsync(TestShop.Buy(cart, "key-2"))).IsRefused);
    }

    [Fact]
    public async Task A_declined_request_is_declined_again_without_asking_the_provider()
    {
        var command = TestShop.Buy(_shop.FillCart((TestShop.Tee, 2)), token: "tok_declined");
        await _shop.BuyAsync(command);

        var again = (await _shop.BuyAsync(command)).Refusal!;

        Assert.Equal(("payment.declined", "declined"), (again.Code, again.Facts["reason"]));
        Assert.Single(_shop.Payments.All);
    }

    [Fact]
    public async Task Too_few_pieces_are_reported_line_by_line_and_nothing_stays_reserved()
    {
        _shop.Stock(TestShop.Cap, TestShop.North, 1).Stock(TestShop.Hoodie, TestShop.North, 9);
        var cart = _shop.FillCart((TestShop.Tee, 6), (TestShop.Cap, 2), (TestShop.Hoodie, 1));

        var refusal = (await _shop.BuyAsync(TestShop.Buy(cart))).Refusal!;

        Assert.Equal("stock.not-enough", refusal.Code);
        Assert.Equal(
            [new StockRefusal.Shortage(TestShop.Cap, 2, 1), new StockRefusal.Shortage(TestShop.Tee, 6, 5)],
            Assert.IsAssignableFrom<IReadOnlyList<StockRefusal.Shortage>>(refusal.Facts["lines"]));
        Assert.Equal(9, _shop.Level(TestShop.Hoodie, TestShop.North).Free);
    }

    [Fact]
    public async Task A_payment_whose_answer_was_lost_is_looked_up()
    {
        var order = (await _shop.BuyAsync(TestShop.Buy(_shop.FillCart((TestShop.Tee, 1)), token: "tok_timeout"))).Value;

        Assert.Equal(PaymentState.Authorised, order.Payment.State);
    }

    [Fact]
    public async Task A_payment_of_which_nobody_knows_keeps_the_cart_until_it_is_asked_for_again()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1));
        var command = TestShop.Buy(cart, token: "tok_silence");

        var refusal = (await _shop.BuyAsync(command)).Refusal!;

        Assert.Equal((RefusalKind.Unavailable, "payment.outcome-unknown"), (refusal.Kind, refusal.Code));
        Assert.Equal((1, PlaceOrderWorkflow.AttemptLife), (Reserved(), refusal.RetryAfter));
        Assert.NotNull(_shop.Carts.Peek(cart.Id).Attempt);
        Assert.Equal(
            "payment.outcome-unknown", (await _shop.BuyAsync(command, refusal.RetryAfter!.Value)).Refusal!.Code);
    }

    [Fact]
    public async Task What_is_charged_is_what_the_order_says_also_when_prices_changed_while_a_checkout_was_dead()
    {
        // The first attempt dies once 24.80 (19.90 + 4.90 shipping) are authorised; then the tee costs 25.90.
        var cart = _shop.FillCart((TestShop.Tee, 1));
        var attempt = Attempt();
        _shop.Carts.Put(cart.HeldFor(attempt, TestShop.Opening));
        _shop.Payments.Authorise(attempt.Order, "tok_ok", Money.Euros(24.80m));
        _shop.Prices.Sell(TestShop.Tee, 25.90m);

        var dearer = await _shop.BuyAsync(TestShop.Buy(cart));
        var bought = (await _shop.BuyAsync(TestShop.Buy(cart, "key-2"))).Value;

        Assert.Equal("cart.changed", dearer.Refusal!.Code);
        Assert.Equal(PaymentState.Voided, _shop.Payments.All[attempt.Order].State);
        Assert.Equal(Money.Euros(30.80m), bought.Payment.Amount); // 25.90 + 4.90.
        Assert.Equal(bought.Payment.Amount, _shop.Payments.All[bought.Id].Amount);
    }

    private int Reserved() => _shop.Level(TestShop.Tee, TestShop.North).Reserved;

    private CheckoutAttempt Attempt() => new(OrderId.Parse(_shop.Ids.New(OrderId.Prefix)), "key-1");
}
