using TwistedThreads.Commerce.Forecasting;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Forecasting;

internal static class Demands
{
    public static readonly Sku Tee = Sku.Parse("TEE-CREW-NAVY-M");
    public static readonly LocationId Berlin = LocationId.Parse("BER");

    /// <summary>A Monday: ISO 8601 puts 29 December 2025 first in week 2026-W01.</summary>
    public static readonly DateOnly FirstWeek = new(2025, 12, 29);

    public static WeeklyDemand Of(params int[] units) => WeeklyDemand.Of(Tee, Berlin, FirstWeek, units);

    public static WeeklyDemand Flat(int weeks, int units) => Of([.. Enumerable.Repeat(units, weeks)]);

    public static WeeklyDemand Periodic(int weeks, IReadOnlyList<int> season) =>
        Of([.. Enumerable.Range(0, weeks).Select(week => season[week % season.Count])]);

    /// <summary>Many zeros, many small counts and now and then a bulk order: what a shop's series look like.</summary>
    public static WeeklyDemand Random(Generator generator, int weeks) => Of([.. Generator.Many(weeks, () =>
        generator.Chance(0.4) ? 0 : generator.Between(0, generator.Chance(0.05) ? 5_000 : 12))]);

    public static DateOnly Week(int index) => FirstWeek.AddDays(7 * index);
}
