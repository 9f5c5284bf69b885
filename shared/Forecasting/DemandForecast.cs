using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Forecasting;

/// <summary>What one SKU is expected to sell at one location, by which method, and how far off that was.</summary>
/// <param name="Sku">What is sold.</param>
/// <param name="Location">Where it is sold from.</param>
/// <param name="IssuedAt">The Monday of the first week forecast; only earlier weeks were known.</param>
/// <param name="UnitsPerWeek">Expected pieces per week, <paramref name="IssuedAt"/> first; zero or more.</param>
/// <param name="Method">Name of the method, such as <c>seasonal-naive-52</c> or <c>mean-13</c>.</param>
/// <param name="HistoryWeeks">Weeks known when it was issued; at least one.</param>
/// <param name="Error">The same method tried on these weeks.</param>
public sealed record DemandForecast(
    Sku Sku,
    LocationId Location,
    DateOnly IssuedAt,
    IReadOnlyList<double> UnitsPerWeek,
    string Method,
    int HistoryWeeks,
    BacktestError Error);
