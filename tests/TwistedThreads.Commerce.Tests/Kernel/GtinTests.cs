using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Kernel;

public sealed class GtinTests
{
    [Theory]
    [InlineData("73513537", "00000073513537")] // Wikipedia, "EAN-8"
    [InlineData("036000291452", "00036000291452")] // Wikipedia, "Universal Product Code"
    [InlineData("4006381333931", "04006381333931")] // Wikipedia, "International Article Number"
    [InlineData("09506000134352", "09506000134352")] // the example of the GS1 Digital Link standard
    public void A_number_of_any_legal_length_is_kept_as_fourteen_digits(string text, string value)
    {
        Assert.True(Gtin.TryParse(text, out var gtin));
        Assert.Equal(value, gtin.Value);
        Assert.Equal(value, gtin.ToString());
        Assert.Equal(Gtin.Parse(value), gtin);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("4006381333932")] // last digit one too high
    [InlineData("106141412345678908")] // an SSCC checks out, but has 18 digits
    [InlineData("400638133393 ")]
    [InlineData("400638133393٣")] // an Arabic-Indic three
    [InlineData("-735135370000")]
    public void Anything_else_is_no_gtin(string? text)
    {
        Assert.False(Gtin.TryParse(text, out var gtin));
        Assert.Equal(default, gtin);
        Assert.Throws<FormatException>(() => Gtin.Parse(text ?? ""));
    }

    [Theory]
    [InlineData("7351353", 7)] // Wikipedia, "EAN-8"
    [InlineData("03600029145", 2)] // Wikipedia, "Universal Product Code"
    [InlineData("400638133393", 1)] // Wikipedia, "International Article Number"
    [InlineData("10614141234567890", 8)] // EPC Tag Data Standard, section 7.3: an SSCC
    [InlineData("061414112345", 2)] // EPC Tag Data Standard, section 7.5: a GLN
    [InlineData("0000000", 0)]
    public void The_check_digit_is_that_of_the_published_example(string digits, int expected)
    {
        Assert.Equal(expected, CheckDigit.Of(digits));
        Assert.True(CheckDigit.IsValid($"{digits}{expected}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("7351353x")]
    public void Without_digits_there_is_nothing_to_check(string text) => Assert.False(CheckDigit.IsValid(text));

    [Fact]
    public void Of_ten_last_digits_exactly_one_checks_out()
    {
        var random = new Generator(7);
        for (var round = 0; round < 100; round++)
        {
            var body = string.Concat(Generator.Many(random.Between(1, 17), () => random.Between(0, 9)));

            Assert.Single(Enumerable.Range(0, 10), digit => CheckDigit.IsValid($"{body}{digit}"));
        }
    }
}
