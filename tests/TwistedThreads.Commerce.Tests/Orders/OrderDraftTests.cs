using System.Globalization;
using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Commerce.Tests.Orders;

public sealed class OrderDraftTests
{
    // 20 November 2026 is a Friday.
    [Theory]
    [InlineData("2026-11-20T11:59:59Z", "2026-11-20")]
    [InlineData("2026-11-20T12:00:00Z", "2026-11-23")]
    [InlineData("2026-11-19T12:00:00Z", "2026-11-20")]
    [InlineData("2026-11-21T08:00:00Z", "2026-11-23")]
    [InlineData("2026-11-21T23:59:59Z", "2026-11-23")]
    [InlineData("2026-11-22T13:00:00Z", "2026-11-23")]
    [InlineData("2026-12-31T13:00:00Z", "2027-01-01")]
    [InlineData("2026-11-20T12:30:00+01:00", "2026-11-20")] // 11:30 UTC.
    [InlineData("2026-11-20T23:30:00-01:00", "2026-11-23")] // 00:30 UTC on Saturday.
    public void An_order_of_the_morning_leaves_today_and_any_other_on_the_next_working_day(
        string placed, string leaves) =>
        Assert.Equal(
            DateOnly.Parse(leaves, CultureInfo.InvariantCulture),
            OrderDraft.ShipBy(DateTimeOffset.Parse(placed, CultureInfo.InvariantCulture)));
}
