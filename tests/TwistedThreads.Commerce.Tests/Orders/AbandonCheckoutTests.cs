using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Orders;

public sealed class AbandonCheckoutTests
{
    private static readonly TimeSpan AttemptOver = TimeSpan.FromSeconds(11);
    private static readonly TimeSpan HoldOver = TimeSpan.FromMinutes(16);
    private readonly TestShop _shop = new TestShop().Stock(TestShop.Tee, TestShop.North, 5);

    [Fact]
    public async Task A_stranded_checkout_gives_back_stock_and_money_and_reopens_the_cart()
    {
        var cart = await StrandAsync();

        var looked = await _shop.Abandon.SweepCartsAsync(TestShop.Opening + AttemptOver, 10, CancellationToken.None);

        Assert.Equal((1, 5), (looked, Free()));
        Assert.Equal(PaymentState.Voided, _shop.Payments.All.Values.Single().State);
        Assert.False(_shop.Carts.Peek(cart.Id).Add("ln-9", TestShop.Tee, 1).IsRefused);
    }

    [Fact]
    public async Task A_checkout_that_may_still_run_is_left_alone()
    {
        await StrandAsync();

        await _shop.SweepAsync(PlaceOrderWorkflow.AttemptLife);

        Assert.Equal(3, Free());
    }

    [Fact]
    public async Task What_was_given_up_never_becomes_an_order()
    {
        var cart = await StrandAsync();
        var attempt = _shop.Carts.Peek(cart.Id).Attempt!;
        await _shop.SweepAsync(AttemptOver);

        Assert.False(await _shop.Orders.PlaceAsync(
            SampleOrders.Paid((TestShop.Tee, 2)) with { Id = attempt.Order }, CancellationToken.None));
    }

    [Fact]
    public async Task A_cart_that_did_become_an_order_is_closed_and_keeps_it()
    {
        var cart = _shop.FillCart((TestShop.Tee, 2));
        var order = (await _shop.BuyAsync(TestShop.Buy(cart))).Value;

        await _shop.SweepAsync(AttemptOver);

        Assert.Equal((order.Id, null), (_shop.Carts.Peek(cart.Id).Attempt!.Order, _shop.Carts.Peek(cart.Id).HeldUntil));
        Assert.Equal(3, Free());
    }

    [Fact]
    public async Task A_cart_that_nobody_checks_out_has_nothing_to_undo()
    {
        var cart = new VersionedCart(_shop.FillCart((TestShop.Tee, 1)), "1");

        Assert.Null(await _shop.Abandon.RunAsync(cart, TestShop.Opening, CancellationToken.None));
    }

    [Fact]
    public async Task A_hold_that_lapses_while_its_order_stands_is_extended()
    {
        var order = (await _shop.BuyAsync(TestShop.Buy(_shop.FillCart((TestShop.Tee, 2))))).Value;

        var released = await _shop.Abandon
            .SweepReservationsAsync(TestShop.Opening + HoldOver, 10, CancellationToken.None);

        Assert.Equal((0, 3), (released, Free()));
        Assert.Equal(
            TestShop.Opening + HoldOver + PlaceOrderWorkflow.ReservationLife,
            _shop.Ledger.Read(TestShop.Tee).Reservations.Single(hold => hold.Order == order.Id).ExpiresAt);
    }

    [Fact]
    public async Task A_hold_that_lapses_without_an_order_is_given_back_with_its_reason()
    {
        await StrandAsync();

        var released = await _shop.Abandon
            .SweepReservationsAsync(TestShop.Opening + HoldOver, 10, CancellationToken.None);

        Assert.Equal((1, 5), (released, Free()));
        Assert.Contains(_shop.Ledger.Read(TestShop.Tee).Movements, movement => movement.Reason == "expire");
        Assert.Equal(PaymentState.Voided, _shop.Payments.All.Values.Single().State);
    }

    [Fact]
    public async Task A_sweep_takes_no_more_than_it_is_told_the_oldest_first()
    {
        var first = await StrandAsync();
        var second = await StrandAsync(TimeSpan.FromSeconds(1));

        var looked = await _shop.Abandon.SweepCartsAsync(TestShop.Opening + HoldOver, 1, CancellationToken.None);

        Assert.Equal(1, looked);
        Assert.Null(_shop.Carts.Peek(first.Id).Attempt);
        Assert.NotNull(_shop.Carts.Peek(second.Id).Attempt);
    }

    [Fact]
    public async Task A_cart_that_cannot_be_undone_keeps_no_other_waiting()
    {
        var stuck = await StrandAsync();
        var other = await StrandAsync(TimeSpan.FromSeconds(1));
        _shop.Payments.Stubborn = _shop.Carts.Peek(stuck.Id).Attempt!.Order;

        await Assert.ThrowsAsync<AggregateException>(() =>
            _shop.Abandon.SweepCartsAsync(TestShop.Opening + HoldOver, 10, CancellationToken.None));

        Assert.Null(_shop.Carts.Peek(other.Id).Attempt);
    }

    [Fact]
    public async Task A_hold_that_cannot_be_undone_keeps_no_other_waiting()
    {
        var stuck = await StrandAsync();
        await StrandAsync(TimeSpan.FromSeconds(1));
        _shop.Payments.Stubborn = _shop.Carts.Peek(stuck.Id).Attempt!.Order;

        await Assert.ThrowsAsync<AggregateException>(() =>
            _shop.Abandon.SweepReservationsAsync(TestShop.Opening + HoldOver, 10, CancellationToken.None));

        Assert.Equal(3, Free()); // Of five, the two of the stuck one are still held.
    }

    [Fact]
    public async Task A_cart_is_closed_once_and_an_open_one_stays_open()
    {
        var (open, bought) = (_shop.FillCart((TestShop.Tee, 1)), _shop.FillCart((TestShop.Tee, 1)));
        await _shop.BuyAsync(TestShop.Buy(bought));

        foreach (var cart in new[] { open, bought, bought })
        {
            await _shop.CloseCart.RunAsync(cart.Id, CancellationToken.None);
        }

        Assert.Null(_shop.Carts.Peek(bought.Id).HeldUntil);
        Assert.Equal(open, _shop.Carts.Peek(open.Id));
    }

    private int Free() => _shop.Level(TestShop.Tee, TestShop.North).Free;

    // Two tees are reserved and paid for; then, before the order is drafted, the process dies.
    private async Task<Cart> StrandAsync(TimeSpan after = default)
    {
        var cart = _shop.FillCart((TestShop.Tee, 2));
        var command = TestShop.Buy(cart, cart.Id.Value);

        // Claim found, cart found, claimed, held, levels read, reserved, authorised: seven steps.
        _shop.Tripwire.Kill(6, afterEffect: true);
        await Assert.ThrowsAsync<ProcessKilledException>(() => _shop.BuyAsync(command, after));
        return cart;
    }
}
