namespace TwistedThreads.Benchmarks;

/// <summary>One row of the report.</summary>
internal sealed record Measured(string Name, double PerSecond, Latencies Latencies, int Requests, int Failed)
{
    public TimeSpan Elapsed { get; init; }

    public Spent Spent { get; init; }

    public Memory After { get; init; }

    public string Target { get; init; } = "";

    public string Reached { get; init; } = "";

    public string? FirstFailure { get; init; }

    public double ServerMicroseconds => Spent.Server.TotalMicroseconds / Requests;

    public double ClientMicroseconds => Spent.Client.TotalMicroseconds / Requests;

    /// <summary>Share of all processors that others used, in percent: the noise of the house.</summary>
    public double OthersPercent => 100 * Spent.Others / (Elapsed * Environment.ProcessorCount);

    /// <summary>Requests a second for which the processors would suffice if nobody else used them.</summary>
    public double PossiblePerSecond => 1e6 * Environment.ProcessorCount / (ServerMicroseconds + ClientMicroseconds);

    public static Measured Of(string name, Tally tally, Spent spent, Memory after) =>
        new(name, tally.Answered / tally.Elapsed.TotalSeconds, tally.Latencies, tally.Answered, tally.Failed)
        {
            Elapsed = tally.Elapsed,
            Spent = spent,
            After = after,
            FirstFailure = tally.FirstFailure,
        };
}
