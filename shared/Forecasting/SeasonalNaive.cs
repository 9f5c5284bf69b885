namespace TwistedThreads.Commerce.Forecasting;

/// <summary>Each week sells what it sold a season of 52 weeks before.</summary>
/// <remarks>Source: Hyndman and Athanasopoulos, <i>Forecasting: Principles and Practice</i>, 3rd ed. (2021),
/// section 5.2. A season is 364 days, so a date such as Christmas drifts against it by a day or two a year.</remarks>
public sealed class SeasonalNaive : ForecastMethod
{
    public const int SeasonWeeks = 52;

    private SeasonalNaive()
        : base("seasonal-naive-52", SeasonWeeks)
    {
    }

    public static SeasonalNaive Yearly { get; } = new();

    private protected override void Fill(ReadOnlySpan<int> recent, Span<double> forecast)
    {
        for (var week = 0; week < forecast.Length; week++)
        {
            forecast[week] = recent[week % SeasonWeeks];
        }
    }
}
