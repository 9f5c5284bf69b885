using System.Globalization;
using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Checkout;

public sealed class CartTests
{
    private static readonly Cart Empty = Cart.Open(CartId.Parse(new CountedIds().New(CartId.Prefix)), "ada");
    private static readonly Cart TwoTees = Empty.Add("ln-1", TestShop.Tee, 2).Value;

    private static readonly CheckoutAttempt Attempt =
        new(OrderId.Parse(new CountedIds().New(OrderId.Prefix)), "key-1");

    [Fact]
    public void A_new_cart_is_empty_and_of_version_one() =>
        Assert.Equal((1, 0, "ada"), (Empty.Version, Empty.Lines.Count, Empty.Customer));

    [Fact]
    public void More_of_the_same_article_is_the_same_line()
    {
        var cart = TwoTees.Add("ln-2", TestShop.Tee, 3).Value;

        Assert.Equal([new CartLine("ln-1", TestShop.Tee, 5)], cart.Lines);
        Assert.Equal(3, cart.Version); // Opened, 2 added, 3 added.
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    public void A_line_is_of_one_to_a_hundred_pieces(int pieces) =>
        Assert.Equal("cart.bad-quantity", Empty.Add("ln-1", TestShop.Tee, pieces).Refusal!.Code);

    [Theory]
    [InlineData(98, null)]
    [InlineData(99, "cart.bad-quantity")] // 2 + 99 = 101.
    public void Also_what_is_added_up_stays_within_a_hundred(int more, string? code) =>
        Assert.Equal(code, TwoTees.Add("ln-2", TestShop.Tee, more).Refusal?.Code);

    [Fact]
    public void A_cart_holds_fifty_lines_and_still_takes_more_of_them()
    {
        var full = Enumerable.Range(1, Cart.MaxLines).Aggregate(
            Empty, (cart, number) => cart.Add($"ln-{number}", Article(number), 1).Value);

        Assert.Equal("cart.too-many-lines", full.Add("ln-51", Article(51), 1).Refusal!.Code);
        Assert.Equal(2, full.Add("ln-51", Article(50), 1).Value.Lines[49].Quantity);
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "cart.bad-quantity")]
    [InlineData(-1, "cart.bad-quantity")]
    public void A_line_can_be_set_within_its_limits(int pieces, string? code) =>
        Assert.Equal(code, TwoTees.SetQuantity("ln-1", pieces).Refusal?.Code);

    [Fact]
    public void A_line_set_to_nothing_is_gone()
    {
        var cart = TwoTees.Add("ln-2", TestShop.Cap, 1).Value;

        Assert.Equal([new CartLine("ln-2", TestShop.Cap, 1)], cart.SetQuantity("ln-1", 0).Value.Lines);
        Assert.Equal(
            [new CartLine("ln-1", TestShop.Tee, 2), new CartLine("ln-2", TestShop.Cap, 7)],
            cart.SetQuantity("ln-2", 7).Value.Lines);
    }

    [Fact]
    public void A_line_that_is_not_there_cannot_be_set() =>
        Assert.Equal("cart.no-such-line", TwoTees.SetQuantity("ln-2", 1).Refusal!.Code);

    [Fact]
    public void While_it_is_checked_out_a_cart_cannot_change_and_neither_as_an_order()
    {
        var held = TwoTees.HeldFor(Attempt, TestShop.Opening);

        Assert.All([held, held.Ordered()], cart => Assert.All(Changes(cart), change =>
            Assert.Equal("cart.checked-out", change.Refusal!.Code)));
    }

    [Fact]
    public void Holding_and_reopening_leave_the_version_that_the_customer_saw()
    {
        var held = TwoTees.HeldFor(Attempt, TestShop.Opening);

        Assert.Equal((TwoTees.Version, Attempt, TestShop.Opening), (held.Version, held.Attempt, held.HeldUntil));
        Assert.Equal(TwoTees, held.Reopened());
        Assert.Equal((Attempt, null), (held.Ordered().Attempt, held.Ordered().HeldUntil));
    }

    [Fact]
    public void Every_change_makes_a_new_version() =>
        Assert.All(Changes(TwoTees), change => Assert.Equal(TwoTees.Version + 1, change.Value.Version));

    private static Result<Cart>[] Changes(Cart cart) =>
    [
        cart.Add("ln-9", TestShop.Cap, 1),
        cart.SetQuantity("ln-1", 1),
        cart.SetQuantity("ln-1", 0),
        cart.DeliverTo(TestShop.ToBerlin),
        cart.Promote("WELCOME10"),
    ];

    private static Sku Article(int number) =>
        Sku.Parse(string.Create(CultureInfo.InvariantCulture, $"ARTICLE-{number}"));
}
