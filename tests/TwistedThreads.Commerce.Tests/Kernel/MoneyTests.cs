using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Kernel;

public sealed class MoneyTests
{
    public static TheoryData<decimal, decimal> Roundings => new()
    {
        // IEEE 754 §4.3.1, ties to even: the cent before the half decides.
        { 0.125m, 0.12m },
        { 0.135m, 0.14m },
        { 2.345m, 2.34m },
        { -0.125m, -0.12m },
        { -0.135m, -0.14m },
        { 0.1250001m, 0.13m },
        { 19.90m, 19.90m },
    };

    [Theory]
    [MemberData(nameof(Roundings))]
    public void Halves_of_a_cent_go_to_the_even_cent(decimal amount, decimal expected) =>
        Assert.Equal(Money.Euros(expected), Money.Euros(amount).Rounded());

    [Fact]
    public void A_share_is_rounded_to_cents() =>
        Assert.Equal(Money.Euros(3.18m), Money.Euros(19.90m).Share(0.16m)); // 19.90 × 0.16 = 3.184

    [Fact]
    public void Amounts_of_one_currency_add_subtract_and_multiply()
    {
        var shirt = Money.Euros(19.90m);

        Assert.Equal(Money.Euros(59.70m), shirt * 3);
        Assert.Equal(Money.Euros(24.80m), shirt + Money.Euros(4.90m));
        Assert.Equal(Money.Euros(-5.10m), Money.Euros(14.80m) - shirt);
        Assert.Equal(shirt, shirt + Money.Zero("EUR"));
    }

    [Fact]
    public void Amounts_of_one_currency_compare()
    {
        var (less, more) = (Money.Euros(1.99m), Money.Euros(2m));

        Assert.True(less < more && more > less && less <= more && more >= less);
        Assert.True(less.CompareTo(more) < 0);
        Assert.Equal(0, more.CompareTo(Money.Euros(2.00m)));
    }

    [Fact]
    public void Two_currencies_cannot_be_combined_without_a_rate()
    {
        var (euros, crowns) = (Money.Euros(1m), new Money(1m, "SEK"));

        Assert.Throws<InvalidOperationException>(() => euros + crowns);
        Assert.Throws<InvalidOperationException>(() => euros - crowns);
        Assert.Throws<InvalidOperationException>(() => euros < crowns);
        Assert.NotEqual(euros, crowns);
    }

    [Fact]
    public void The_missing_cent_goes_to_the_largest_remainder_and_the_earlier_part()
    {
        // By hand: 3333.3 cents each, so one cent is left over and the first part takes it.
        Assert.Equal([33.34m, 33.33m, 33.33m], Amounts(Money.Euros(100m).Split([1, 1, 1])));

        // By hand: 10 cents by 1 : 2 : 4 are 1.43, 2.86 and 5.71; the largest remainders are .86 and .71.
        Assert.Equal([0.01m, 0.03m, 0.06m], Amounts(Money.Euros(0.10m).Split([1, 2, 4])));
    }

    [Fact]
    public void A_part_of_no_weight_gets_nothing() =>
        Assert.Equal([0m, 0.05m], Amounts(Money.Euros(0.05m).Split([0, 3])));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_parts_of_a_split_add_up_and_none_is_a_cent_off(int seed)
    {
        var random = new Generator(seed);
        for (var round = 0; round < 500; round++)
        {
            var whole = Money.Euros(random.Between(-5_000_000, 5_000_000) / 1000m);
            decimal[] weights = [1m, .. Generator.Many(random.Between(0, 12), () => (decimal)random.Between(0, 1000))];

            var parts = whole.Split(weights);

            Assert.Equal(whole.Rounded(), parts.Aggregate(Money.Zero("EUR"), (sum, part) => sum + part));
            Assert.All(parts.Zip(weights), pair => Assert.True(
                Math.Abs(pair.First.Amount - (whole.Rounded().Amount * pair.Second / weights.Sum())) < 0.01m));
            Assert.All(parts, part => Assert.Equal(part.Rounded(), part));
        }
    }

    [Fact]
    public void A_split_needs_weights_that_are_not_negative_and_not_all_zero()
    {
        Assert.Throws<ArgumentException>(() => Money.Euros(1m).Split([]));
        Assert.Throws<ArgumentException>(() => Money.Euros(1m).Split([0, 0]));
        Assert.Throws<ArgumentException>(() => Money.Euros(1m).Split([2, -1]));
        Assert.Throws<ArgumentNullException>(() => Money.Euros(1m).Split(null!));
    }

    [Fact]
    public void An_amount_is_written_with_a_point_and_its_currency()
    {
        Assert.Equal("19.90 EUR", Money.Euros(19.9m).ToString());
        Assert.Equal("0.0125 SEK", new Money(0.0125m, "SEK").ToString());
    }

    private static decimal[] Amounts(IEnumerable<Money> parts) => [.. parts.Select(part => part.Amount)];
}
