using System.Runtime.CompilerServices;

namespace TwistedThreads.Commerce.Forecasting;

/// <summary>How a method is tried on the past.</summary>
/// <exception cref="ArgumentOutOfRangeException">A value outside the bounds of its property.</exception>
public sealed record BacktestOptions
{
    public static BacktestOptions Default { get; } = new();

    /// <summary>Weeks forecast from each origin, 1 to 52; 4 unless told, a supplier's usual lead time.</summary>
    public int HorizonWeeks { get; init => field = Within(Forecaster.MaxHorizonWeeks, value); } = 4;

    /// <summary>Weeks from one origin to the next, 1 to 52; 1 unless told.</summary>
    public int StepWeeks { get; init => field = Within(Forecaster.MaxHorizonWeeks, value); } = 1;

    /// <summary>The most origins tried, latest first; at least 1, and 26 (half a year) unless told.</summary>
    public int MaxOrigins { get; init => field = Within(WeeklyDemand.MaxWeeks, value); } = 26;

    private static int Within(int max, int value, [CallerMemberName] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
        return value;
    }
}
