using TwistedThreads.Commerce.Forecasting;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Forecasting;

public sealed class BacktestTests
{
    private static readonly BacktestOptions OneWeek = new() { HorizonWeeks = 1 };

    [Fact]
    public void The_measures_agree_with_a_count_by_hand()
    {
        var error = Backtest.Of(Demands.Of(2, 4, 3, 7), RecentMean.Of(2), OneWeek);

        // Origin 2: mean(2, 4) = 3 against 3, error 0. Origin 3: mean(4, 3) = 3.5 against 7, error −3.5.
        // Scale at origin 3: (|4 − 2| + |3 − 4|) / 2 = 1.5. MASE = (0 + 3.5 / 1.5) / 2.
        Assert.Equal(3.5 / 1.5 / 2, error.Mase!.Value, 12);
        Assert.Equal(3.5 / 10, error.Wape!.Value, 12); // |0| + |−3.5| over 3 + 7.
        Assert.Equal(-3.5 / 10, error.Bias!.Value, 12);
        Assert.Equal((2, 2, 1), (error.Errors, error.Origins, error.HorizonWeeks));
    }

    [Fact]
    public void Every_origin_is_compared_over_its_whole_horizon()
    {
        var error = Backtest.Of(Demands.Of(1, 2, 4, 8), RecentMean.Of(1), new() { HorizonWeeks = 2 });

        // Origin 1: 1 against 2, 4 (errors −1, −3); origin 2: 2 against 4, 8 (errors −2, −6). Sum −12 over 18.
        Assert.Equal(-12.0 / 18, error.Bias!.Value, 12);
        // One week has no naive error to scale by; at origin 2 the scale is |2 − 1| = 1, so MASE = (2 + 6) / 2.
        Assert.Equal(4.0, error.Mase!.Value, 12);
        Assert.Equal((4, 2), (error.Errors, error.Origins));
    }

    [Theory]
    [InlineData(29, 1, 26, 13)] // Origins 13 to 25.
    [InlineData(60, 1, 26, 26)] // Origins 13 to 56 are possible; only the latest 26 are tried.
    [InlineData(29, 5, 26, 3)] // Origins 25, 20, 15.
    [InlineData(17, 1, 26, 1)] // 13 weeks to learn from and 4 to compare with.
    [InlineData(16, 1, 26, 0)]
    [InlineData(2, 1, 26, 0)]
    [InlineData(0, 1, 26, 0)]
    public void Origins_end_a_horizon_before_the_last_week(int weeks, int step, int most, int expected)
    {
        var options = new BacktestOptions { StepWeeks = step, MaxOrigins = most };

        var error = Backtest.Of(Demands.Flat(weeks, 5), RecentMean.Of(13), options);

        Assert.Equal((expected, expected * 4), (error.Origins, error.Errors));
    }

    [Fact]
    public void Without_an_origin_there_is_no_measure() =>
        Assert.Equal(
            new BacktestError(null, null, null, Errors: 0, Origins: 0, HorizonWeeks: 4),
            Backtest.Of(Demands.Of(3, 1), RecentMean.Of(2), BacktestOptions.Default));

    [Fact]
    public void Without_demand_no_measure_is_defined() =>
        Assert.Equal(
            new BacktestError(null, null, null, Errors: 104, Origins: 26, HorizonWeeks: 4),
            Backtest.Of(Demands.Flat(104, 0), RecentMean.Of(13), BacktestOptions.Default));

    [Fact]
    public void Demand_that_never_changes_has_no_scale_but_a_right_forecast()
    {
        var error = Backtest.Of(Demands.Flat(30, 5), RecentMean.Of(13), BacktestOptions.Default);

        Assert.Equal((null, 0.0, 0.0), (error.Mase, error.Wape, error.Bias));
    }

    [Fact]
    public void An_origin_without_scale_is_left_out_of_mase_alone()
    {
        var error = Backtest.Of(Demands.Of(5, 5, 9, 9), RecentMean.Of(1), OneWeek);

        // Origins 1 and 2 saw no change. Origin 3: 9 against 9, error 0, scale (0 + 4) / 2 = 2.
        Assert.Equal(0.0, error.Mase);
        Assert.Equal(4.0 / 23, error.Wape!.Value, 12); // Origin 2 missed 9 by 4; compared weeks sold 5 + 9 + 9.
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void A_perfectly_periodic_series_has_no_error(int seed)
    {
        var generator = new Generator(seed);
        var season = Generator.Many(52, () => generator.Between(0, 40));
        var demand = Demands.Periodic(generator.Between(56, 200), season);

        var error = Backtest.Of(demand, SeasonalNaive.Yearly, BacktestOptions.Default);

        Assert.Equal((0.0, 0.0, 0.0), (error.Mase, error.Wape, error.Bias));
    }

    [Theory]
    [InlineData(21, 2)]
    [InlineData(22, 10)]
    [InlineData(23, 144)]
    public void Counting_in_another_pack_size_leaves_every_measure_unchanged(int seed, int factor)
    {
        var pieces = Demands.Random(new Generator(seed), weeks: 104);
        var packs = Demands.Of([.. pieces.Units.Select(units => units * factor)]);
        foreach (var method in new ForecastMethod[] { SeasonalNaive.Yearly, RecentMean.Of(13) })
        {
            var one = Backtest.Of(pieces, method, BacktestOptions.Default);
            var many = Backtest.Of(packs, method, BacktestOptions.Default);

            Assert.Equal(one.Mase!.Value, many.Mase!.Value, 9);
            Assert.Equal(one.Wape!.Value, many.Wape!.Value, 9);
            Assert.Equal(one.Bias!.Value, many.Bias!.Value, 9);
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void What_comes_after_an_origin_changes_neither_its_forecast_nor_its_scale(int seed)
    {
        var generator = new Generator(seed);
        var latest = new BacktestOptions { MaxOrigins = 1 };
        var demand = Demands.Random(generator, weeks: 80);
        var other = Demands.Of([.. demand.Units[..76], .. Generator.Many(4, () => generator.Between(1, 900))]);
        foreach (var method in new ForecastMethod[] { SeasonalNaive.Yearly, RecentMean.Of(13) })
        {
            var one = Expected(demand, Backtest.Of(demand, method, latest));
            var two = Expected(other, Backtest.Of(other, method, latest));

            Assert.Equal(one.Forecast, two.Forecast, 6);
            Assert.Equal(one.Scale, two.Scale, 6);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(53)]
    public void A_backtest_looks_one_to_fifty_two_weeks_ahead(int weeks)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BacktestOptions { HorizonWeeks = weeks });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BacktestOptions { StepWeeks = weeks });
    }

    [Fact]
    public void A_backtest_tries_one_origin_at_least() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BacktestOptions { MaxOrigins = 0 });

    /// <summary>Solves the measures of one origin for what was forecast in all and what it was scaled by.</summary>
    private static (double Forecast, double Scale) Expected(WeeklyDemand demand, BacktestError error)
    {
        // Bias = (forecast − sold) / sold, and MASE × scale × 4 weeks = WAPE × sold.
        var sold = demand.Units[^4..].Sum();
        return ((error.Bias!.Value + 1) * sold, error.Wape!.Value * sold / (4 * error.Mase!.Value));
    }
}
