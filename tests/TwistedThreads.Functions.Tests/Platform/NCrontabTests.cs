using System.Globalization;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform;

public sealed class NCrontabTests
{
    [Theory]
    // The table of examples in learn.microsoft.com/azure/azure-functions/functions-bindings-timer, "NCRONTAB examples".
    [InlineData("0 */5 * * * *", "2026-11-20T10:00:00", "2026-11-20T10:05:00")]
    [InlineData("0 0 * * * *", "2026-11-20T10:00:01", "2026-11-20T11:00:00")]
    [InlineData("0 0 */2 * * *", "2026-11-20T22:30:00", "2026-11-21T00:00:00")]
    [InlineData("0 0 9-17 * * *", "2026-11-20T17:00:00", "2026-11-21T09:00:00")]
    [InlineData("0 30 9 * * *", "2026-11-20T09:29:59", "2026-11-20T09:30:00")]
    [InlineData("0 30 9 * * 1-5", "2026-11-20T09:30:00", "2026-11-23T09:30:00")] // 20 November 2026 is a Friday
    [InlineData("0 30 9 * Jan Mon", "2026-11-20T00:00:00", "2027-01-04T09:30:00")] // 1 January 2027 is a Friday
    // The same page, "NCRONTAB operators".
    [InlineData("5,8,10 * * * * *", "2026-11-20T10:00:08", "2026-11-20T10:00:10")]
    [InlineData("5-7 * * * * *", "2026-11-20T10:00:07", "2026-11-20T10:01:05")]
    // github.com/atifaziz/NCrontab, CrontabFieldImpl.cs: a/b runs from a to the end of the field.
    [InlineData("0 5/20 * * * *", "2026-11-20T10:25:00", "2026-11-20T10:45:00")]
    [InlineData("0 5/20 * * * *", "2026-11-20T10:45:00", "2026-11-20T11:05:00")]
    [InlineData("0 10-40/15,59 * * * *", "2026-11-20T10:26:00", "2026-11-20T10:40:00")]
    [InlineData("0 10-40/15,59 * * * *", "2026-11-20T10:40:00", "2026-11-20T10:59:00")]
    public void The_next_run_is_that_of_the_published_table(string schedule, string after, string next) =>
        Assert.Equal(At(next), NCrontab.Parse(schedule).NextAfter(At(after)));

    [Theory]
    [InlineData("* * * * * *", "2026-12-31T23:59:59", "2027-01-01T00:00:00")]
    [InlineData("0 0 0 1 * *", "2026-11-20T10:00:00", "2026-12-01T00:00:00")]
    [InlineData("0 0 0 31 * *", "2026-08-31T00:00:00", "2026-10-31T00:00:00")] // September has 30 days
    [InlineData("0 0 0 30 * *", "2027-01-30T00:00:00", "2027-03-30T00:00:00")] // no 30 February
    [InlineData("59 59 23 31 12 *", "2026-12-31T23:59:58", "2026-12-31T23:59:59")]
    [InlineData("59 59 23 31 12 *", "2026-12-31T23:59:59", "2027-12-31T23:59:59")]
    [InlineData("0 0 12 29 2 *", "2026-11-20T00:00:00", "2028-02-29T12:00:00")]
    [InlineData("0 0 12 29 feb *", "2096-02-29T12:00:00", "2104-02-29T12:00:00")] // 2100 is no leap year
    [InlineData("0 0 0 29 2 0", "2032-02-29T00:00:00", "2060-02-29T00:00:00")] // Sundays: the calendar's 28 years
    [InlineData("0 0 0 * February,August *", "2026-02-28T00:00:00", "2026-08-01T00:00:00")]
    public void Month_ends_and_leap_years_are_kept(string schedule, string after, string next) =>
        Assert.Equal(At(next), NCrontab.Parse(schedule).NextAfter(At(after)));

    [Theory]
    [InlineData("0 0 0 13 * 5", "2026-11-20T00:00:00", "2027-08-13T00:00:00")] // the next Friday the 13th
    [InlineData("0 0 0 1-7 * MON", "2026-11-20T00:00:00", "2026-12-07T00:00:00")] // the first Monday of a month
    public void A_restricted_day_and_weekday_must_both_match(string schedule, string after, string next) =>
        Assert.Equal(At(next), NCrontab.Parse(schedule).NextAfter(At(after)));

    [Theory]
    [InlineData("0 0 0 31 2 *")]
    [InlineData("0 0 0 30 Feb *")]
    [InlineData("0 0 0 31 4,6,9,11 *")]
    public void A_day_that_no_month_has_never_comes(string schedule) =>
        Assert.Null(NCrontab.Parse(schedule).NextAfter(At("2026-11-20T00:00:00")));

    [Fact]
    public void After_the_last_second_there_is_nothing()
    {
        Assert.Null(NCrontab.Parse("* * * * * *").NextAfter(DateTimeOffset.MaxValue));
        Assert.Null(NCrontab.Parse("0 0 0 1 1 *").NextAfter(At("9999-06-01T00:00:00")));
    }

    [Fact]
    public void The_next_run_is_strictly_later_and_falls_on_a_whole_second()
    {
        var everySecond = NCrontab.Parse("* * * * * *");
        var noon = At("2026-11-20T12:00:00");

        Assert.Equal(noon.AddSeconds(1), everySecond.NextAfter(noon));
        Assert.Equal(noon.AddSeconds(1), everySecond.NextAfter(noon.AddTicks(1)));
        Assert.Equal(noon, everySecond.NextAfter(noon.AddTicks(-1)));
    }

    [Fact]
    public void Times_of_other_zones_are_taken_to_utc()
    {
        var midnightInBerlin = new DateTimeOffset(2026, 11, 20, 0, 30, 0, TimeSpan.FromHours(1));

        var next = NCrontab.Parse("0 45 23 * * *").NextAfter(midnightInBerlin);

        Assert.Equal(At("2026-11-19T23:45:00"), next);
        Assert.Equal(TimeSpan.Zero, next?.Offset);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*/5 * * * *")] // five fields: the Unix form
    [InlineData("* * * * * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("* 60 * * * *")]
    [InlineData("* * 24 * * *")]
    [InlineData("* * * 0 * *")]
    [InlineData("* * * 32 * *")]
    [InlineData("* * * * 0 *")]
    [InlineData("* * * * 13 *")]
    [InlineData("* * * * * 7")] // Sunday is 0 only
    [InlineData("0 0 0 * * Fri-Mon")]
    [InlineData("0 50-10 * * * *")]
    [InlineData("0 */0 * * * *")]
    [InlineData("0 */90 * * * *")]
    [InlineData("0 1/2/3 * * * *")]
    [InlineData("0 1-2-3 * * * *")]
    [InlineData("0 -5 * * * *")]
    [InlineData("0 +5 * * * *")]
    [InlineData("0 5, * * * *")]
    [InlineData("0 /5 * * * *")]
    [InlineData("0 5/ * * * *")]
    [InlineData("0 ? * * * *")]
    [InlineData("0 0 0 L * *")]
    [InlineData("0 0 0 * Janu *")]
    [InlineData("0 0 0 * J *")]
    [InlineData("0 0 0 * Mon *")]
    [InlineData("0 99999999999 * * * *")]
    public void What_is_no_schedule_is_refused(string? text)
    {
        Assert.False(NCrontab.TryParse(text, out var schedule));
        Assert.Null(schedule);
        Assert.Throws<FormatException>(() => NCrontab.Parse(text ?? ""));
    }

    [Fact]
    public void A_schedule_is_written_as_it_was_read() =>
        Assert.Equal("0 */5 * * * Mon-Fri", NCrontab.Parse(" 0  */5 * * * Mon-Fri ").ToString());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_next_run_is_the_one_that_counting_finds(int seed)
    {
        var random = new Generator(seed);
        for (var round = 0; round < 40; round++)
        {
            var drawn = DrawnSchedule.Draw(random);
            var after = At("2023-12-25T00:00:00").AddSeconds(random.Between(0, 3 * 365 * 86_400));

            var next = NCrontab.Parse(drawn.Text).NextAfter(after);

            var counted = drawn.Count(after.UtcDateTime, days: 800);
            Assert.True(
                counted is null ? next is null || next > after.AddDays(800) : next?.UtcDateTime == counted,
                $"'{drawn.Text}' after {after:O}: {next:O}, counted {counted:O}");
        }
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(
        time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
