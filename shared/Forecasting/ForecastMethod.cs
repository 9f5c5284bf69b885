namespace TwistedThreads.Commerce.Forecasting;

/// <summary>A way to forecast weekly demand. Its forecasts are finite and never negative.</summary>
public abstract class ForecastMethod
{
    private protected ForecastMethod(string name, int windowWeeks) => (Name, WindowWeeks) = (name, windowWeeks);

    /// <summary>Stable, lower case, with its length in weeks: <c>seasonal-naive-52</c>.</summary>
    public string Name { get; }

    /// <summary>How many of the latest weeks it needs; older ones do not change its forecast. At least one.</summary>
    public int WindowWeeks { get; }

    /// <param name="history">Whole pieces per week, oldest first; all that is known, and nothing later.</param>
    /// <param name="forecast">Filled with expected pieces per week, the week after the history first.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="WindowWeeks"/> weeks of history.</exception>
    public void Forecast(ReadOnlySpan<int> history, Span<double> forecast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(history.Length, WindowWeeks, nameof(history));
        Fill(history[^WindowWeeks..], forecast);
    }

    /// <param name="recent">Exactly the latest <see cref="WindowWeeks"/> weeks.</param>
    /// <param name="forecast">Every element must be set.</param>
    private protected abstract void Fill(ReadOnlySpan<int> recent, Span<double> forecast);
}
