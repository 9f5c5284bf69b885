using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Tests.Kernel;

public sealed class SkuTests
{
    [Theory]
    [InlineData("TEE-CREW-NAVY-M")]
    [InlineData("TEE")]
    [InlineData("A-1")]
    [InlineData("T234567890123456789012345678901234567890")] // 40 characters, the most
    public void Capital_letters_digits_and_inner_hyphens_make_a_sku(string text)
    {
        Assert.True(Sku.TryParse(text, out var sku));
        Assert.Equal(text, sku.ToString());
        Assert.Equal(Sku.Parse(text), sku);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("TE")]
    [InlineData("-TEE")]
    [InlineData("TEE-")]
    [InlineData("tee-crew")]
    [InlineData("TEE CREW")]
    [InlineData("TÉE-CREW")]
    [InlineData("T2345678901234567890123456789012345678901")] // 41 characters
    public void Anything_else_is_no_sku(string? text)
    {
        Assert.False(Sku.TryParse(text, out var sku));
        Assert.Equal(default, sku);
        Assert.Throws<FormatException>(() => Sku.Parse(text ?? ""));
    }
}
