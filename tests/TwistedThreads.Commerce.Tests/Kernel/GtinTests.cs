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
    [InlineData("73513537")] // Wikipedia, "EAN-8"
    [InlineData("036000291452")] // Wikipedia, "Universal Product Code"
    [InlineData("4006381333931")] // Wikipedia, "International Article Number"
    [InlineData("10614141123459")] // EPC Tag Data Standard, the example of an SGTIN: a case
    public void The_shortest_form_is_what_the_symbol_carries(string text) =>
        Assert.Equal(text, Gtin.Parse(text).Shortest);

    [Theory]
    [InlineData("73513537", "0000073513537")]
    [InlineData("036000291452", "0036000291452")]
    [InlineData("4006381333931", "4006381333931")]
    [InlineData("10614141123459", null)] // a case is sold at no till
    public void A_till_takes_thirteen_digits(string text, string? digits) =>
        Assert.Equal(digits, Gtin.Parse(text).ToGtin13());

    [Theory]
    [InlineData("200000000004", true)] // GS1 General Specifications, figure 1.4.2-1: prefix 02, as a UPC
    [InlineData("0400000000008", true)] // prefix 04: within a company (section 2.1.13.2)
    [InlineData("2112345678900", true)] // prefix 21, GS1's syntax engine, scandata.c
    [InlineData("2900000000001", true)]
    [InlineData("12900000000008", true)] // a case of those
    [InlineData("02345673", true)] // figure 1.4.3-1: a GTIN-8 of 0, GS1's syntax dictionary, lint_csum
    [InlineData("20000004", true)]
    [InlineData("73513537", false)]
    [InlineData("036000291452", false)] // prefix 03
    [InlineData("0195000000003", false)] // prefix 019
    [InlineData("3012345678902", false)] // prefix 30
    [InlineData("4006381333931", false)]
    public void What_a_shop_prints_for_itself_means_nothing_elsewhere(string text, bool isRestricted) =>
        Assert.Equal(isRestricted, Gtin.Parse(text).IsRestricted);

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
    public void Digits_two_places_apart_change_places_unnoticed()
    {
        // Both have the same weight: the limit that CheckDigit states.
        Assert.True(CheckDigit.IsValid("4006381333931"));
        Assert.True(CheckDigit.IsValid("4036081333931"));
    }

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
