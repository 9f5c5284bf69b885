using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Checkout;

public sealed class ChangeCartWorkflowTests
{
    private readonly TestShop _shop = new();

    [Fact]
    public async Task Two_changes_at_once_are_both_made()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1));

        // The second change comes between reading and writing the first.
        _shop.Tripwire.Arm(1, afterEffect: false, () => AddAsync(cart.Id, TestShop.Cap));
        var changed = await AddAsync(cart.Id, TestShop.Hoodie);

        Assert.Equal(
            [TestShop.Tee, TestShop.Cap, TestShop.Hoodie], changed.Value.Value.Lines.Select(line => line.Sku));
    }

    [Fact]
    public async Task Whoever_is_always_late_is_told_so()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1));

        var late = await new ChangeCartWorkflow(_shop.Carts).RunAsync(
            cart.Id,
            current =>
            {
                _shop.Carts.Put(current.Add("ln-8", TestShop.Cap, 1).Value);
                return current.Add("ln-9", TestShop.Hoodie, 1);
            },
            CancellationToken.None);

        Assert.Equal("cart.busy", late.Refusal!.Code);
    }

    [Fact]
    public async Task A_refused_change_writes_nothing()
    {
        var cart = _shop.FillCart((TestShop.Tee, 1));

        var refused = await AddAsync(cart.Id, TestShop.Tee, pieces: 100);

        Assert.Equal("cart.bad-quantity", refused.Refusal!.Code);
        Assert.Same(cart, _shop.Carts.Peek(cart.Id));
    }

    [Fact]
    public async Task A_cart_that_is_not_there_cannot_change() => Assert.Equal(
        "cart.not-found",
        (await AddAsync(CartId.Parse(_shop.Ids.New(CartId.Prefix)), TestShop.Tee)).Refusal!.Code);

    private Task<Result<VersionedCart>> AddAsync(CartId cart, Sku sku, int pieces = 1) =>
        new ChangeCartWorkflow(_shop.Carts).RunAsync(
            cart, current => current.Add(_shop.Ids.New("ln_"), sku, pieces), CancellationToken.None);
}
