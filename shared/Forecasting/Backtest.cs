namespace TwistedThreads.Commerce.Forecasting;

/// <summary>Tries a method on the past: from each of the latest origins, with only the weeks before it.</summary>
/// <remarks>Rolling forecasting origin: Hyndman and Athanasopoulos, <i>Forecasting: Principles and Practice</i>, 3rd
/// ed. (2021), section 5.10. Every origin has its whole horizon to compare with.</remarks>
public static class Backtest
{
    /// <summary>The error of this one method: origins with too little history for it are left out, not lent another.
    /// </summary>
    /// <remarks>An origin before which demand never changed has a scale of zero: it counts for WAPE and bias, not for
    /// MASE.</remarks>
    public static BacktestError Of(WeeklyDemand demand, ForecastMethod method, BacktestOptions options)
    {
        ArgumentNullException.ThrowIfNull(demand);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(options);

        var units = demand.Units.AsSpan();
        var horizon = options.HorizonWeeks;
        var last = units.Length - horizon;
        var origins = last < method.WindowWeeks
            ? 0
            : Math.Min(options.MaxOrigins, ((last - method.WindowWeeks) / options.StepWeeks) + 1);

        Span<double> forecast = stackalloc double[horizon];
        var tally = new Tally();
        var known = last - ((origins - 1) * options.StepWeeks);
        for (var remaining = origins; remaining > 0; remaining--, known += options.StepWeeks)
        {
            var history = units[..known];
            method.Forecast(history, forecast);
            tally.Learn(history);
            tally.Compare(forecast, units.Slice(known, horizon));
        }

        return tally.ToError(origins, horizon);
    }

    private sealed class Tally
    {
        private int _learned;
        private long _movement;
        private int _errors;
        private double _absolute;
        private double _signed;
        private long _demand;
        private double _scaled;
        private int _scaledErrors;

        /// <summary>Extends the naive method's absolute errors to a history that grows from call to call.</summary>
        public void Learn(ReadOnlySpan<int> history)
        {
            for (var week = Math.Max(1, _learned); week < history.Length; week++)
            {
                _movement += Math.Abs(history[week] - history[week - 1]);
            }

            _learned = history.Length;
        }

        public void Compare(ReadOnlySpan<double> forecast, ReadOnlySpan<int> actual)
        {
            var absolute = 0.0;
            for (var week = 0; week < actual.Length; week++)
            {
                var error = forecast[week] - actual[week];
                absolute += Math.Abs(error);
                _signed += error;
                _demand += actual[week];
            }

            _errors += actual.Length;
            _absolute += absolute;
            if (_movement > 0)
            {
                _scaled += absolute * (_learned - 1) / _movement;
                _scaledErrors += actual.Length;
            }
        }

        public BacktestError ToError(int origins, int horizonWeeks) => new(
            _scaledErrors == 0 ? null : _scaled / _scaledErrors,
            _demand == 0 ? null : _absolute / _demand,
            _demand == 0 ? null : _signed / _demand,
            _errors,
            origins,
            horizonWeeks);
    }
}
