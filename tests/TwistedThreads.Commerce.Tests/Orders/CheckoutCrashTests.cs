using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Orders;

public sealed class CheckoutCrashTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OnceTheAttemptIsOver = TimeSpan.FromSeconds(11);
    private static readonly TimeSpan OnceTheHoldLapsed = TimeSpan.FromMinutes(16);

    public static TheoryData<string> Scenarios => CheckoutScenario.Names;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_checkout_that_nobody_takes_up_leaves_one_order_or_no_trace(string name) =>
        InterruptEverywhereAsync(name, _ => Task.CompletedTask);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_customer_who_asks_again_at_once_gets_one_order_or_none(string name) =>
        InterruptEverywhereAsync(name, scenario => scenario.BuyAsync(after: Soon));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_customer_who_asks_again_later_gets_one_order_or_none(string name) =>
        InterruptEverywhereAsync(name, scenario => scenario.BuyAsync(after: OnceTheAttemptIsOver));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_customer_who_asks_again_with_a_new_key_gets_one_order_or_none(string name) =>
        InterruptEverywhereAsync(name, scenario => scenario.BuyAsync("key-2", OnceTheAttemptIsOver));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_customer_who_asks_again_after_the_sweep_gets_one_order_or_none(string name) =>
        InterruptEverywhereAsync(name, async scenario =>
        {
            await scenario.Shop.SweepAsync(OnceTheAttemptIsOver);
            await scenario.BuyAsync(after: OnceTheAttemptIsOver + Soon);
        });

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_hold_that_lapses_before_the_customer_asks_again_harms_nothing(string name) =>
        InterruptEverywhereAsync(name, async scenario =>
        {
            // Only the reservations are swept: the cart is still held by the attempt that died.
            await scenario.Shop.Abandon.SweepReservationsAsync(
                TestShop.Opening + OnceTheHoldLapsed, 100, CancellationToken.None);
            await scenario.BuyAsync(after: OnceTheHoldLapsed + Soon);
        });

    [Theory]
    [InlineData("one tee")]
    [InlineData("two locations")]
    [InlineData("timeout")]
    public async Task After_any_crash_a_customer_can_still_buy_what_is_there(string name)
    {
        var steps = await CheckoutScenario.StepsAsync(name);
        for (var step = 0; step < steps; step++)
        {
            var scenario = CheckoutScenario.Of(name);
            scenario.Shop.Tripwire.Kill(step, afterEffect: true);
            await scenario.BuyUntilKilledAsync();
            await scenario.Shop.SweepAsync(OnceTheAttemptIsOver);

            await scenario.BuyAsync("key-2", OnceTheAttemptIsOver + Soon);

            Assert.NotNull(await CheckoutBooks.SettleAsync(scenario.Shop, scenario.Cart.Id, $"{name}, step {step}"));
        }
    }

    [Theory]
    [InlineData("two locations")]
    [InlineData("sold out")]
    public async Task A_second_crash_while_taking_up_the_first_harms_nothing(string name)
    {
        var steps = await CheckoutScenario.StepsAsync(name);
        for (var round = 0; round < steps * steps; round++)
        {
            var scenario = CheckoutScenario.Of(name);
            scenario.Shop.Tripwire.Kill(round / steps, afterEffect: true);
            await scenario.BuyUntilKilledAsync();
            scenario.Shop.Tripwire.Kill(round % steps, afterEffect: true);

            await scenario.BuyUntilKilledAsync(after: OnceTheAttemptIsOver);

            scenario.Shop.Tripwire.Disarm();
            await CheckoutBooks.SettleAsync(
                scenario.Shop, scenario.Cart.Id, $"{name}, steps {round / steps} and {round % steps}");
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_sweep_that_dies_half_way_is_finished_by_the_next(string name)
    {
        // The checkout dies on the way; then its sweep dies at each of its own steps.
        var steps = await CheckoutScenario.StepsAsync(name);
        for (var round = 0; round < steps * 25; round++)
        {
            var scenario = CheckoutScenario.Of(name);
            scenario.Shop.Tripwire.Kill(round / 25, afterEffect: true);
            await scenario.BuyUntilKilledAsync();
            scenario.Shop.Tripwire.Kill(round % 25, afterEffect: round % 2 == 0);

            await Record.ExceptionAsync(() => scenario.Shop.SweepAsync(OnceTheHoldLapsed));

            scenario.Shop.Tripwire.Disarm();
            await CheckoutBooks.SettleAsync(
                scenario.Shop, scenario.Cart.Id, $"{name}, steps {round / 25} and {round % 25}");
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_sweep_between_any_two_steps_of_a_slow_checkout_harms_nothing(string name) =>
        InterleaveEverywhereAsync(name, scenario => scenario.Shop.SweepAsync(OnceTheHoldLapsed));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_second_checkout_of_the_same_cart_between_any_two_steps_makes_no_second_order(string name) =>
        InterleaveEverywhereAsync(name, scenario => scenario.BuyAsync("key-2", Soon));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_checkout_taken_over_while_it_still_runs_makes_no_second_order(string name) =>
        InterleaveEverywhereAsync(name, scenario => scenario.BuyAsync(after: OnceTheAttemptIsOver));

    [Fact]
    public async Task Many_customers_with_many_keys_get_one_order_of_one_cart()
    {
        for (var round = 0; round < 50; round++)
        {
            var scenario = CheckoutScenario.Of("two locations");
            scenario.Shop.Tripwire.Yields = true;

            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() =>
                scenario.Shop.BuyAsync(TestShop.Buy(scenario.Cart, $"key-{number}")))));

            var order = await CheckoutBooks.SettleAsync(scenario.Shop, scenario.Cart.Id, $"round {round}");
            Assert.All(answers, answer => Assert.True(
                answer.IsRefused ? answer.Refusal!.Kind == RefusalKind.Conflict : answer.Value.Id == order!.Id));
            Assert.Contains(answers, answer => !answer.IsRefused);
        }
    }

    private static async Task InterruptEverywhereAsync(string name, Func<CheckoutScenario, Task> takeUp)
    {
        var steps = await CheckoutScenario.StepsAsync(name);
        for (var round = 0; round < 2 * steps; round++)
        {
            var (step, afterEffect) = (round / 2, round % 2 == 1);
            var scenario = CheckoutScenario.Of(name);
            scenario.Shop.Tripwire.Kill(step, afterEffect);
            await scenario.BuyUntilKilledAsync();

            await takeUp(scenario);

            await CheckoutBooks.SettleAsync(scenario.Shop, scenario.Cart.Id, $"{name}, step {step}, {afterEffect}");
        }
    }

    private static async Task InterleaveEverywhereAsync(string name, Func<CheckoutScenario, Task> other)
    {
        var steps = await CheckoutScenario.StepsAsync(name);
        for (var round = 0; round < 2 * steps; round++)
        {
            var (step, afterEffect) = (round / 2, round % 2 == 1);
            var scenario = CheckoutScenario.Of(name);
            scenario.Shop.Tripwire.Arm(step, afterEffect, () => other(scenario));

            await scenario.BuyAsync();

            await CheckoutBooks.SettleAsync(scenario.Shop, scenario.Cart.Id, $"{name}, step {step}, {afterEffect}");
        }
    }
}
