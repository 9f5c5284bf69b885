using System.Collections.Immutable;

namespace TwistedThreads.Commerce.Forecasting;

/// <summary>Every week to come sells the mean of the latest weeks: no season, no trend.</summary>
/// <remarks>The mean method of Hyndman and Athanasopoulos, <i>Forecasting: Principles and Practice</i>, 3rd ed. (2021),
/// section 5.2, over a moving window.</remarks>
public sealed class RecentMean : ForecastMethod
{
    /// <summary>A quarter of a year: long enough to even out chance, short enough to follow the level.</summary>
    public const int MaxWeeks = 13;

    private static readonly ImmutableArray<RecentMean> ByWeeks =
        [.. Enumerable.Range(1, MaxWeeks).Select(static weeks => new RecentMean(weeks))];

    private RecentMean(int weeks)
        : base($"mean-{weeks}", weeks)
    {
    }

    /// <param name="weeks">The window, from 1 to <see cref="MaxWeeks"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside these bounds.</exception>
    public static RecentMean Of(int weeks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weeks, MaxWeeks);
        return ByWeeks[weeks - 1];
    }

    private protected override void Fill(ReadOnlySpan<int> recent, Span<double> forecast)
    {
        var sum = 0L;
        foreach (var units in recent)
        {
            sum += units;
        }

        forecast.Fill((double)sum / recent.Length);
    }
}
