using TwistedThreads.Commerce.Forecasting;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Forecasting;

public sealed class WeeklyDemandTests
{
    [Fact]
    public void The_next_week_is_the_first_one_not_known() =>
        Assert.Equal(Demands.Week(3), Demands.Of(4, 0, 2).NextWeek);

    [Fact]
    public void A_history_without_weeks_begins_when_it_says() =>
        Assert.Equal(Demands.FirstWeek, Demands.Of().NextWeek);

    [Fact]
    public void Appending_the_next_week_adds_it_at_the_end() =>
        Assert.Equal([4, 2, 7], Demands.Of(4, 2).Append(Demands.Week(2), 7).Units.ToArray());

    [Fact]
    public void Weeks_left_out_before_an_appended_one_sold_nothing() =>
        Assert.Equal([4, 0, 0, 7], Demands.Of(4).Append(Demands.Week(3), 7).Units.ToArray());

    [Fact]
    public void Appending_leaves_the_shorter_history_as_it_was()
    {
        var before = Demands.Of(4);

        before.Append(Demands.Week(1), 7);

        Assert.Equal([4], before.Units.ToArray());
    }

    [Fact]
    public void A_history_does_not_change_with_the_array_it_was_made_from()
    {
        var units = new[] { 4, 2 };
        var demand = Demands.Of(units);

        units[0] = 99;

        Assert.Equal([4, 2], demand.Units.ToArray());
    }

    [Fact]
    public void A_known_week_cannot_be_appended_again() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Demands.Of(4, 2).Append(Demands.Week(1), 7));

    [Fact]
    public void A_week_is_named_by_its_monday_only()
    {
        var tuesday = Demands.Week(1).AddDays(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => Demands.Of(4).Append(tuesday, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => Demands.Of(4).AsKnownAt(tuesday));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            WeeklyDemand.Of(Demands.Tee, Demands.Berlin, tuesday, [4]));
    }

    [Fact]
    public void Nobody_sells_less_than_nothing()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Demands.Of(4, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Demands.Of(4).Append(Demands.Week(1), -1));
    }

    [Fact]
    public void A_history_holds_twenty_years_and_no_more()
    {
        var full = Demands.Flat(WeeklyDemand.MaxWeeks - 1, 3).Append(Demands.Week(WeeklyDemand.MaxWeeks - 1), 3);

        Assert.Equal(WeeklyDemand.MaxWeeks, full.Units.Length);
        Assert.Same(full, full.AsKnownAt(full.NextWeek));
        Assert.Throws<ArgumentOutOfRangeException>(() => full.Append(full.NextWeek, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => full.AsKnownAt(full.NextWeek.AddDays(7)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Demands.Flat(WeeklyDemand.MaxWeeks + 1, 3));
    }

    [Fact]
    public void What_was_known_at_a_week_leaves_out_that_week_and_later_ones() =>
        Assert.Equal([4, 2], Demands.Of(4, 2, 7, 1).AsKnownAt(Demands.Week(2)).Units.ToArray());

    [Fact]
    public void What_is_known_at_a_later_week_fills_quiet_weeks_with_zeros() =>
        Assert.Equal([4, 2, 0, 0], Demands.Of(4, 2).AsKnownAt(Demands.Week(4)).Units.ToArray());

    [Fact]
    public void Before_the_first_week_nothing_is_known()
    {
        var before = Demands.Of(4, 2).AsKnownAt(Demands.Week(-3));

        Assert.Empty(before.Units);
        Assert.Equal(Demands.Week(-3), before.NextWeek);
    }

    [Theory]
    [InlineData("2026-01-01", "2025-12-29")] // New Year's Day 2026 is the Thursday of ISO week 2026-W01.
    [InlineData("2025-12-29", "2025-12-29")]
    [InlineData("2026-01-04", "2025-12-29")] // Sunday is the last day of an ISO week.
    [InlineData("0001-01-01", "0001-01-01")] // The first day of the calendar is a Monday.
    public void A_day_belongs_to_the_week_of_the_monday_before_it(string day, string monday) =>
        Assert.Equal(monday, $"{WeeklyDemand.WeekOf(DateOnly.ParseExact(day, "O")):O}");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Appending_week_by_week_gives_the_history_made_at_once(int seed)
    {
        var whole = Demands.Random(new Generator(seed), weeks: 60);

        var grown = Demands.Of();
        foreach (var units in whole.Units)
        {
            grown = grown.Append(grown.NextWeek, units);
        }

        Assert.Equal(whole.Units.ToArray(), grown.Units.ToArray());
        Assert.Equal(whole.NextWeek, grown.NextWeek);
    }
}
