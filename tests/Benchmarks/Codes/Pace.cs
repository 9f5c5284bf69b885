using System.Diagnostics;

namespace TwistedThreads.Benchmarks.Codes;

/// <summary>How fast one thing was done over and over, in several runs: their spread is the noise of the machine.
/// </summary>
/// <param name="PerSecond">Of each run, ascending.</param>
/// <param name="Bytes">Allocated each time.</param>
internal sealed record Pace(IReadOnlyList<double> PerSecond, double Bytes)
{
    private const int Runs = 7;
    private static readonly TimeSpan Run = TimeSpan.FromMilliseconds(400);

    public double Slowest => PerSecond[0];

    public double Median => PerSecond[PerSecond.Count / 2];

    public double Fastest => PerSecond[^1];

    /// <param name="round">Does the thing once for each of its inputs and says how often that was.</param>
    public static Pace Of(Func<int> round)
    {
        // The first runs are the compiler's: they are not counted.
        _ = Once(round);
        _ = Once(round);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var runs = Enumerable.Range(0, Runs).Select(_ => Once(round)).ToList();
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / runs.Sum(run => (double)run.Count);
        return new([.. runs.Select(run => run.Count / run.Seconds).Order()], bytes);
    }

    private static (long Count, double Seconds) Once(Func<int> round)
    {
        var (start, count) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(start) < Run)
        {
            count += round();
        }

        return (count, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
