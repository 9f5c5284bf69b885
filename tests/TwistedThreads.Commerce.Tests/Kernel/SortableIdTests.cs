using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Kernel;

public sealed class SortableIdTests
{
    private static readonly byte[] NoEntropy = new byte[10];
    private static readonly byte[] FullEntropy = [.. Enumerable.Repeat((byte)0xFF, 10)];

    [Theory]
    [InlineData(0, "0000000000")]
    [InlineData(1469918176385, "01aryz6s41")] // the example of github.com/ulid/javascript, in lower case
    public void The_first_ten_characters_are_the_time(long unixMilliseconds, string beginning)
    {
        var id = SortableId.Create("ord_", DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds), NoEntropy);

        Assert.Equal("ord_" + beginning + "0000000000000000", id);
    }

    [Fact]
    public void The_last_sixteen_characters_are_the_entropy()
    {
        // By hand: 0x00 0x44 0x32 0x14 0xC7 in groups of five bits is 0 1 2 3 4 5 6 7; five bytes of ones are z.
        byte[] entropy = [0x00, 0x44, 0x32, 0x14, 0xC7, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

        Assert.Equal("0000000000" + "01234567" + "zzzzzzzz", SortableId.Create("", DateTimeOffset.UnixEpoch, entropy));
    }

    [Fact]
    public void Identifiers_sort_by_time_whatever_their_entropy()
    {
        var random = new Generator(11);
        var earlier = DateTimeOffset.UnixEpoch;
        for (var round = 0; round < 500; round++)
        {
            var later = earlier.AddMilliseconds(random.Between(1, int.MaxValue));

            Assert.True(string.CompareOrdinal(
                SortableId.Create("ord_", earlier, FullEntropy),
                SortableId.Create("ord_", later, NoEntropy)) < 0);
            earlier = later;
        }
    }

    [Fact]
    public void An_identifier_has_26_characters_and_is_valid_under_its_own_prefix_only()
    {
        var id = SortableId.Create("ord_", DateTimeOffset.UnixEpoch.AddYears(56), FullEntropy);

        Assert.Equal(4 + SortableId.Length, id.Length);
        Assert.Equal(26, SortableId.Length);
        Assert.True(SortableId.IsValid(id, "ord_"));
        Assert.False(SortableId.IsValid(id, "crt_"));
        Assert.True(OrderId.TryParse(id, out var order));
        Assert.Equal(id, order.Value);
        Assert.False(CartId.TryParse(id, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ord_")]
    [InlineData("ord_0123456789abcdefghjkmnpqr")] // 25 characters
    [InlineData("ord_0123456789abcdefghjkmnpqrst")] // 27 characters
    [InlineData("ord_0123456789abcdefghijkmnpqr")] // i is not in Crockford's alphabet
    [InlineData("ord_0123456789ABCDEFGHJKMNPQRS")] // upper case
    public void Anything_else_is_no_identifier(string? text)
    {
        Assert.False(SortableId.IsValid(text, "ord_"));
        Assert.Throws<FormatException>(() => OrderId.Parse(text ?? ""));
    }

    [Fact]
    public void A_renamed_identifier_keeps_its_time_and_chance()
    {
        var order = SortableId.Create("ord_", DateTimeOffset.UnixEpoch.AddDays(1), FullEntropy);

        Assert.Equal("shp_" + order[4..], SortableId.Rename(order, "shp_"));
    }

    [Fact]
    public void Entropy_is_exactly_ten_bytes() => Assert.Throws<ArgumentOutOfRangeException>(
        () => SortableId.Create("ord_", DateTimeOffset.UnixEpoch, new byte[9]));
}
