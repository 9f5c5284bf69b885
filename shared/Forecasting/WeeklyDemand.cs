using System.Collections.Immutable;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Forecasting;

/// <summary>Pieces of one SKU asked of one location, week by week without a hole; weeks begin on Monday.</summary>
/// <remarks>Gross demand: a return does not lower it. A week nobody reported counts as zero, and so does a week without
/// stock: after a stock-out the forecast runs low, because the series cannot tell the two apart.</remarks>
public sealed class WeeklyDemand
{
    /// <summary>Twenty years: room for any real article, and a wall against a mistyped date.</summary>
    public const int MaxWeeks = 1_040;

    private const int DaysPerWeek = 7;

    private WeeklyDemand(Sku sku, LocationId location, DateOnly firstWeek, ImmutableArray<int> units)
    {
        Sku = sku;
        Location = location;
        FirstWeek = firstWeek;
        Units = units;
        NextWeek = firstWeek.AddDays(units.Length * DaysPerWeek);
    }

    public Sku Sku { get; }

    public LocationId Location { get; }

    /// <summary>The Monday of the week that <c>Units[0]</c> counts.</summary>
    public DateOnly FirstWeek { get; }

    /// <summary>The Monday of the first week not known yet.</summary>
    public DateOnly NextWeek { get; }

    /// <summary>Whole pieces per week, oldest first; zero or more.</summary>
    public ImmutableArray<int> Units { get; }

    /// <param name="sku">What is sold.</param>
    /// <param name="location">Where it is sold from.</param>
    /// <param name="firstWeek">A Monday.</param>
    /// <param name="units">Whole pieces per week, oldest first; may be empty, at most <see cref="MaxWeeks"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Corrupt data: not a Monday, a negative count, too many weeks.
    /// </exception>
    public static WeeklyDemand Of(Sku sku, LocationId location, DateOnly firstWeek, ReadOnlySpan<int> units)
    {
        ThrowUnlessMonday(firstWeek, nameof(firstWeek));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(units.Length, MaxWeeks, nameof(units));
        foreach (var pieces in units)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(pieces, nameof(units));
        }

        return new(sku, location, firstWeek, ImmutableArray.Create(units));
    }

    /// <summary>The Monday of the week that holds <paramref name="day"/>.</summary>
    public static DateOnly WeekOf(DateOnly day) =>
        day.AddDays(-(((int)day.DayOfWeek + DaysPerWeek - 1) % DaysPerWeek));

    /// <summary>The same history with one more week; the weeks left out before it become zeros.</summary>
    /// <param name="week">A Monday, not before <see cref="NextWeek"/>: what is known is not rewritten.</param>
    /// <param name="units">Whole pieces; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a Monday, a known week, a negative count, or more than
    /// <see cref="MaxWeeks"/> in all.</exception>
    public WeeklyDemand Append(DateOnly week, int units)
    {
        ThrowUnlessMonday(week, nameof(week));
        ArgumentOutOfRangeException.ThrowIfLessThan(week, NextWeek);
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        var weeks = WeeksBefore(week);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(weeks, MaxWeeks, nameof(week));
        return new(Sku, Location, FirstWeek, [.. Known(weeks), units]);
    }

    /// <summary>What is known as <paramref name="week"/> begins: later weeks are cut, missing ones are zeros.</summary>
    /// <param name="week">A Monday; before <see cref="FirstWeek"/> nothing is known and the history is empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a Monday, or more than <see cref="MaxWeeks"/>.</exception>
    public WeeklyDemand AsKnownAt(DateOnly week)
    {
        ThrowUnlessMonday(week, nameof(week));
        if (week < FirstWeek)
        {
            return new(Sku, Location, week, []);
        }

        var weeks = WeeksBefore(week);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weeks, MaxWeeks, nameof(week));
        return weeks == Units.Length ? this : new(Sku, Location, FirstWeek, [.. Known(weeks)]);
    }

    private static void ThrowUnlessMonday(DateOnly week, string name)
    {
        if (week.DayOfWeek != DayOfWeek.Monday)
        {
            throw new ArgumentOutOfRangeException(name, week, "A week is named by its Monday.");
        }
    }

    private int WeeksBefore(DateOnly week) => (week.DayNumber - FirstWeek.DayNumber) / DaysPerWeek;

    private int[] Known(int weeks)
    {
        var known = new int[weeks];
        Units.AsSpan(0, Math.Min(weeks, Units.Length)).CopyTo(known);
        return known;
    }
}
