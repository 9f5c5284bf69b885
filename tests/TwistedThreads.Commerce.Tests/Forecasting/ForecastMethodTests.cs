using TwistedThreads.Commerce.Forecasting;

namespace TwistedThreads.Commerce.Tests.Forecasting;

public sealed class ForecastMethodTests
{
    [Fact]
    public void A_week_repeats_the_one_a_season_before()
    {
        // Week i sold i pieces for 60 weeks; the coming weeks are 60, 61, 62, and 60 − 52 = 8.
        var history = Enumerable.Range(0, 60).ToArray();

        Assert.Equal([8.0, 9.0, 10.0], Forecast(SeasonalNaive.Yearly, history, 3));
    }

    [Fact]
    public void Beyond_a_season_the_seasonal_naive_method_repeats_itself()
    {
        var forecast = Forecast(SeasonalNaive.Yearly, [.. Enumerable.Range(0, 52)], 54);

        // FPP3 section 5.2: y(T + h − m(k + 1)) with m = 52 and k = 1 for h = 53 is the first week again.
        Assert.Equal([0.0, 1.0], forecast[52..]);
    }

    [Fact]
    public void The_mean_takes_its_window_and_nothing_before_it()
    {
        // By hand: (3 + 4 + 6) / 3 = 13/3; the 1,000 lies outside.
        Assert.Equal([13.0 / 3, 13.0 / 3], Forecast(RecentMean.Of(3), [1_000, 3, 4, 6], 2));
    }

    [Fact]
    public void The_mean_of_the_largest_counts_does_not_overflow() =>
        Assert.Equal([(double)int.MaxValue], Forecast(RecentMean.Of(2), [int.MaxValue, int.MaxValue], 1));

    [Fact]
    public void A_history_shorter_than_the_window_is_a_fault()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Forecast(SeasonalNaive.Yearly, new int[51], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Forecast(RecentMean.Of(13), new int[12], 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    public void A_mean_spans_one_to_thirteen_weeks(int weeks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RecentMean.Of(weeks));

    private static double[] Forecast(ForecastMethod method, int[] history, int weeks)
    {
        var forecast = new double[weeks];
        method.Forecast(history, forecast);
        return forecast;
    }
}
