using TwistedThreads.Functions.Platform.Cosmos;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>Whether a region has caught up is read from session tokens, and never guessed.</summary>
public sealed class SessionPointTests
{
    [Theory]
    [InlineData("0:-1#17", "0:-1#17", true)]
    [InlineData("0:-1#18", "0:-1#17", true)]
    [InlineData("0:-1#9", "0:-1#17", false)]
    [InlineData("0:1#17#1=5#2=9", "0:1#17#1=12", true)]
    [InlineData("0:1#16#1=99", "0:1#17#1=12", false)]
    [InlineData("0:17", "0:17", true)]
    [InlineData("1:-1#17", "0:-1#17", false)]
    [InlineData("0:-1#25", "0:0#20", false)]
    [InlineData("0:1#25", "0:0#20", false)]
    [InlineData(null, "0:-1#17", false)]
    [InlineData("0:-1#17", null, false)]
    [InlineData("", "", false)]
    [InlineData("0:-1#", "0:-1#", false)]
    [InlineData("nonsense", "nonsense", false)]
    public void A_region_has_caught_up_when_its_sequence_is_no_smaller(string? seen, string? written, bool hasIt) =>
        Assert.Equal(hasIt, SessionPoint.IsAtLeast(seen, written));
}
