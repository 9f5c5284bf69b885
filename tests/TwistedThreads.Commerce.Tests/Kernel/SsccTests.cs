using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Kernel;

public sealed class SsccTests
{
    [Theory]
    [InlineData("106141412345678908")] // EPC Tag Data Standard, section 7.3
    [InlineData("123456789012345675")] // GS1's syntax dictionary, lint_csum
    public void Eighteen_digits_with_their_check_digit_are_a_parcel(string text)
    {
        Assert.True(Sscc.TryParse(text, out var sscc));
        Assert.Equal(text, sscc.Value);
        Assert.Equal(text, sscc.ToString());
        Assert.Equal(Sscc.Parse(text), sscc);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123456789012345670")] // GS1's syntax dictionary, lint_csum
    [InlineData("06141412345678908")]
    [InlineData("0106141412345678908")]
    public void Anything_else_is_none(string? text)
    {
        Assert.False(Sscc.TryParse(text, out var sscc));
        Assert.Equal(default, sscc);
        Assert.Throws<FormatException>(() => Sscc.Parse(text ?? ""));
    }

    [Theory]
    [InlineData(1, "0614141", 234_567_890, "106141412345678908")] // EPC Tag Data Standard, section 7.3
    [InlineData(0, "0614141", 0, "006141410000000005")]
    [InlineData(9, "952012345678", 9_999, "995201234567899999")]
    public void A_parcel_is_numbered_by_its_company(int extension, string prefix, long serial, string expected) =>
        Assert.Equal(expected, Sscc.Create(extension, prefix, serial).Value);

    [Fact]
    public void Whatever_is_made_is_read()
    {
        var random = new Generator(3);
        for (var round = 0; round < 200; round++)
        {
            var prefix = string.Concat(Generator.Many(random.Between(4, 12), () => random.Between(0, 9)));
            var sscc = Sscc.Create(random.Between(0, 9), prefix, random.Between(0, 9_999));

            Assert.Equal(sscc, Sscc.Parse(sscc.Value));
            Assert.Equal(prefix, sscc.Value.Substring(1, prefix.Length));
        }
    }

    [Theory]
    [InlineData(-1, "0614141", 0)]
    [InlineData(10, "0614141", 0)]
    [InlineData(0, "061", 0)]
    [InlineData(0, "0614141061414", 0)]
    [InlineData(0, "06141A1", 0)]
    [InlineData(0, "0614141", -1)]
    [InlineData(0, "0614141", 1_000_000_000)] // nine digits are left for it
    public void A_number_that_has_no_room_is_a_fault(int extension, string prefix, long serial) =>
        Assert.ThrowsAny<ArgumentException>(() => Sscc.Create(extension, prefix, serial));
}
