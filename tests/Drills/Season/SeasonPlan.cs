using System.Globalization;

namespace TwistedThreads.Drills.Season;

/// <summary>How large a season is played, and what goes wrong in it.</summary>
/// <param name="Seed">Plays the same season again, but for the moments at which requests meet.</param>
/// <param name="Scale">1 is the whole season: 38,000 guests and more than 200,000 scans in 91 days.</param>
internal sealed record SeasonPlan(int Seed, double Scale)
{
    public const int Days = 91;

    /// <summary>Of all events, those that are sent once more, in another batch and perhaps by another device.</summary>
    public const double Repeated = 0.05;

    /// <summary>Of all batches, those that are sent up to three days late.</summary>
    public const double Late = 0.10;

    /// <remarks>More guests than orders: a good part finds nothing left.</remarks>
    public int GuestsADay => Scaled(38_000 / Days) + 1;

    /// <summary>Sales, returns, receipts and the like, at all locations together.</summary>
    public int DeedsADay => Scaled(1_450);

    /// <summary>Days on which the process is killed while everybody sends.</summary>
    public IReadOnlyList<int> PowerCuts { get; } = [7, 19, 30, 41, 52, 66, 78, 88];

    /// <summary>Days on which a device is lost with everything that it had not sent.</summary>
    public IReadOnlyList<int> Losses { get; } = [13, 35, 59, 73];

    public static SeasonPlan From(IReadOnlyList<string> arguments) => new(
        (int)Read(arguments, "--seed", 1), Read(arguments, "--scale", 1));

    private static double Read(IReadOnlyList<string> arguments, string name, double usual)
    {
        var at = arguments.ToList().IndexOf(name);
        return at < 0 ? usual : double.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
    }

    private int Scaled(int whole) => Math.Max(1, (int)(whole * Scale));
}
