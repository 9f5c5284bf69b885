using System.Diagnostics;
using System.Numerics;

namespace TwistedThreads.Benchmarks;

/// <summary>A histogram of waiting times whose buckets are at most 1/128 wide: quantiles are within 1 %.</summary>
internal sealed class Latencies
{
    private const int PerOctave = 128;
    private const int LowBits = 7;
    private const long Longest = (1L << 40) - 1; // 18 minutes in nanoseconds.

    private readonly long[] _counts = new long[PerOctave * (40 - LowBits + 1)];

    public long Count { get; private set; }

    /// <param name="stopwatchTicks">The wait; nothing below zero is known.</param>
    public void Add(long stopwatchTicks)
    {
        var nanoseconds = Math.Clamp((long)(stopwatchTicks * (1e9 / Stopwatch.Frequency)), 0, Longest);
        var shift = Math.Max(0, BitOperations.Log2((ulong)nanoseconds | 1) - LowBits);
        _counts[(shift * PerOctave) + (int)(nanoseconds >> shift)]++;
        Count++;
    }

    public void Add(Latencies other)
    {
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            _counts[bucket] += other._counts[bucket];
        }

        Count += other.Count;
    }

    /// <param name="fraction">From zero to one: 0.99 gives the wait that 99 of 100 requests did not exceed.</param>
    public TimeSpan Quantile(double fraction)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(fraction * Count));
        var seen = 0L;

        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];

            if (seen >= wanted)
            {
                return Middle(bucket);
            }
        }

        return TimeSpan.Zero;
    }

    private static TimeSpan Middle(int bucket)
    {
        var shift = bucket < 2 * PerOctave ? 0 : (bucket / PerOctave) - 1;
        var low = (long)(bucket - (shift * PerOctave)) << shift;
        return TimeSpan.FromTicks((low + ((1L << shift) / 2)) / TimeSpan.NanosecondsPerTick);
    }
}
