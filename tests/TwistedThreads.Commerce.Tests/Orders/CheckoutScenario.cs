using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Orders;

/// <summary>Checkouts that end in different ways, for tests that interrupt them at every step.</summary>
internal sealed record CheckoutScenario(TestShop Shop, Cart Cart, string Token)
{
    public static TheoryData<string> Names =>
        ["one tee", "two locations", "declined", "sold out", "timeout", "silence"];

    public static CheckoutScenario Of(string name)
    {
        var shop = new TestShop()
            .Stock(TestShop.Tee, TestShop.North, 5)
            .Stock(TestShop.Cap, TestShop.North, 2).Stock(TestShop.Cap, TestShop.Berlin, 2);
        var cart = name switch
        {
            // The caps are at two places, two each: three of them are held at both.
            "two locations" => shop.FillCart((TestShop.Tee, 2), (TestShop.Cap, 3)),

            // Caps are reserved first, by name, and are given back because of the six tees.
            "sold out" => shop.FillCart((TestShop.Tee, 6), (TestShop.Cap, 1)),
            _ => shop.FillCart((TestShop.Tee, 2)),
        };
        return new CheckoutScenario(shop, cart, name switch
        {
            "declined" => "tok_declined",
            "timeout" => "tok_timeout",
            "silence" => "tok_silence",
            _ => "tok_ok",
        });
    }

    /// <summary>How many steps the checkout takes when nothing interrupts it.</summary>
    public static async Task<int> StepsAsync(string name)
    {
        var straight = Of(name);
        await straight.BuyAsync();
        return straight.Shop.Tripwire.Steps;
    }

    public async Task BuyAsync(string key = "key-1", TimeSpan after = default) =>
        await Shop.BuyAsync(TestShop.Buy(Cart, key, Token), after);

    /// <summary>Buys until the process is killed, if it is.</summary>
    public async Task BuyUntilKilledAsync(string key = "key-1", TimeSpan after = default)
    {
        try
        {
            await BuyAsync(key, after);
        }
        catch (ProcessKilledException)
        {
            // As good as gone: whoever comes next finds what it left.
        }
    }
}
