using TwistedThreads.Commerce.Forecasting;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Forecasting;

public sealed class ForecasterTests
{
    [Theory]
    [InlineData(1, "mean-1")]
    [InlineData(12, "mean-12")]
    [InlineData(13, "mean-13")]
    [InlineData(55, "mean-13")]
    [InlineData(56, "seasonal-naive-52")] // 52 weeks of season and 4 to check it on.
    [InlineData(300, "seasonal-naive-52")]
    public void The_forecast_says_which_method_its_history_allowed(int weeks, string method)
    {
        var forecast = Forecaster.For(Demands.Flat(weeks, 5), horizonWeeks: 4).Value;

        Assert.Equal((method, weeks), (forecast.Method, forecast.HistoryWeeks));
    }

    [Fact]
    public void The_first_week_forecast_is_the_first_one_not_known()
    {
        var forecast = Forecaster.For(Demands.Of(4, 2), horizonWeeks: 3).Value;

        Assert.Equal(Demands.Week(2), forecast.IssuedAt);
        Assert.Equal([3.0, 3.0, 3.0], forecast.UnitsPerWeek); // (4 + 2) / 2.
        Assert.Equal((Demands.Tee, Demands.Berlin), (forecast.Sku, forecast.Location));
    }

    [Fact]
    public void A_forecast_from_nothing_is_refused()
    {
        var refusal = Forecaster.For(Demands.Of(), horizonWeeks: 4).Refusal;

        Assert.Equal(new ForecastRefusal.NoHistory(Demands.Tee, Demands.Berlin).Code, refusal!.Code);
        Assert.Equal("forecast.no-history", refusal.Code);
    }

    [Fact]
    public void Where_nothing_ever_sold_nothing_is_expected_and_no_error_is_claimed()
    {
        var forecast = Forecaster.For(Demands.Flat(104, 0), horizonWeeks: 2).Value;

        Assert.Equal([0.0, 0.0], forecast.UnitsPerWeek);
        Assert.Equal((null, null, null), (forecast.Error.Mase, forecast.Error.Wape, forecast.Error.Bias));
    }

    [Fact]
    public void The_error_is_that_of_the_method_used()
    {
        var demand = Demands.Random(new Generator(41), weeks: 104);

        var forecast = Forecaster.For(demand, horizonWeeks: 8).Value;

        Assert.Equal(Backtest.Of(demand, SeasonalNaive.Yearly, BacktestOptions.Default), forecast.Error);
    }

    [Fact]
    public void The_season_is_used_only_once_it_can_be_checked() =>
        Assert.Equal(1, Forecaster.For(Demands.Flat(Forecaster.MinSeasonalWeeks, 5), 4).Value.Error.Origins);

    [Theory]
    [InlineData(0)]
    [InlineData(53)]
    public void A_forecast_looks_one_to_fifty_two_weeks_ahead(int weeks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Forecaster.For(Demands.Of(4, 2), weeks));

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    [InlineData(53)]
    public void Later_sales_never_change_what_was_forecast_before_them(int seed)
    {
        var generator = new Generator(seed);
        var origin = generator.Between(1, 119);
        var demand = Demands.Random(generator, weeks: 120);
        var other = Demands.Of([.. demand.Units[..origin], .. Demands.Random(generator, 120 - origin).Units]);

        var one = Forecaster.For(demand.AsKnownAt(Demands.Week(origin)), horizonWeeks: 13).Value;
        var two = Forecaster.For(other.AsKnownAt(Demands.Week(origin)), horizonWeeks: 13).Value;

        Assert.Equal(one.UnitsPerWeek, two.UnitsPerWeek);
        Assert.Equal(one.Error, two.Error);
    }

    [Fact]
    public void Every_forecast_and_measure_is_a_number_and_no_forecast_is_negative()
    {
        var generator = new Generator(61);
        for (var round = 0; round < 500; round++)
        {
            var demand = Demands.Random(generator, generator.Between(1, 160));

            var forecast = Forecaster.For(demand, generator.Between(1, Forecaster.MaxHorizonWeeks)).Value;

            Assert.All(forecast.UnitsPerWeek, units => Assert.True(units >= 0 && double.IsFinite(units)));
            Assert.All(
                new[] { forecast.Error.Mase, forecast.Error.Wape, forecast.Error.Bias },
                measure => Assert.True(measure is null || double.IsFinite(measure.Value), $"seed 61, round {round}"));
        }
    }

    [Fact]
    public void The_largest_counts_give_finite_measures()
    {
        var demand = Demands.Periodic(WeeklyDemand.MaxWeeks, [0, int.MaxValue, 3]);

        var forecast = Forecaster.For(demand, horizonWeeks: 52).Value;

        Assert.True(double.IsFinite(forecast.Error.Mase!.Value + forecast.Error.Wape!.Value));
    }

    [Fact]
    public void A_forecast_allocates_less_than_a_kilobyte_however_often_it_is_checked()
    {
        var demand = Demands.Random(new Generator(81), weeks: 104);
        Forecaster.For(demand, horizonWeeks: 13);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Forecaster.For(demand, horizonWeeks: 13);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_024);
    }
}
