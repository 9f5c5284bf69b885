namespace TwistedThreads.Commerce.Forecasting;

/// <summary>How far a method was off on the past; an undefined measure is null, never NaN or infinite.</summary>
/// <param name="Mase">Mean absolute scaled error: 1 is as wrong as the one-step naive method was on the weeks before
/// each origin. Null when demand never changed before any origin, so that there is nothing to scale by.</param>
/// <param name="Wape">Sum of absolute errors over the sum of demand; 0.25 is 25 %. Null without demand.</param>
/// <param name="Bias">Sum of forecast minus demand, over the sum of demand; above zero is too much. Null without
/// demand.</param>
/// <param name="Errors">Weeks compared, each as often as it was forecast.</param>
/// <param name="Origins">Forecasts tried; zero when the history is too short for one.</param>
/// <param name="HorizonWeeks">Weeks forecast from each origin.</param>
/// <remarks>MASE: Hyndman and Koehler, "Another look at measures of forecast accuracy", <i>International Journal of
/// Forecasting</i> 22 (2006) 679–688; the scale has lag 1, as in the M4 competition for weekly series.</remarks>
public sealed record BacktestError(
    double? Mase, double? Wape, double? Bias, int Errors, int Origins, int HorizonWeeks);
