using System.Diagnostics;

namespace TwistedThreads.Benchmarks;

/// <summary>Says which request of a volley is due, and since when.</summary>
/// <remarks>At a given pace a request is due at its own moment, however late a connection is free for it, and its
/// latency counts from there: a server that stalls is not spared the requests it kept from being sent (coordinated
/// omission).</remarks>
internal sealed class Schedule(Volley volley, long start)
{
    private readonly long _end = start + (long)(volley.Duration.TotalSeconds * Stopwatch.Frequency);
    private readonly int _count = volley.IsOnce ? volley.Requests.Count : int.MaxValue;
    private readonly double _interval = volley.PerSecond is { } pace ? (double)Stopwatch.Frequency / pace : 0;

    public int Taken { get; private set; }

    public bool IsOver(long now) => Taken >= _count || (_interval > 0 ? Due(Taken) : now) >= _end;

    /// <summary>Until the next request is due; nothing to wait for when the pace is the server's.</summary>
    public TimeSpan? UntilNext(long now) =>
        _interval > 0 && !IsOver(now) ? Stopwatch.GetElapsedTime(now, Math.Max(now, Due(Taken))) : null;

    public bool TryTake(long now, out int request, out long intended)
    {
        request = Taken % volley.Requests.Count;
        intended = _interval > 0 ? Due(Taken) : now;

        if (IsOver(now) || intended > now)
        {
            return false;
        }

        Taken++;
        return true;
    }

    private long Due(int request) => start + (long)(request * _interval);
}
