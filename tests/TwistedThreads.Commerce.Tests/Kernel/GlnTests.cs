using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Tests.Kernel;

public sealed class GlnTests
{
    [Theory]
    [InlineData("0614141123452")] // EPC Tag Data Standard, the example of an SGLN
    [InlineData("9520123456788")] // GS1's syntax engine, dl.c
    public void Thirteen_digits_with_their_check_digit_are_a_place(string text)
    {
        Assert.True(Gln.TryParse(text, out var gln));
        Assert.Equal(text, gln.Value);
        Assert.Equal(text, gln.ToString());
        Assert.Equal(Gln.Parse(text), gln);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0614141123453")]
    [InlineData("614141123452")] // a GLN is never shortened
    [InlineData("00614141123452")]
    [InlineData("061414112345٢")] // an Arabic-Indic two
    public void Anything_else_is_none(string? text)
    {
        Assert.False(Gln.TryParse(text, out var gln));
        Assert.Equal(default, gln);
        Assert.Throws<FormatException>(() => Gln.Parse(text ?? ""));
    }
}
