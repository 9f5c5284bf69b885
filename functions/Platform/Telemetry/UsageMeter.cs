using System.Collections.Concurrent;
using System.Diagnostics;
using TwistedThreads.Commerce.Finance;

namespace TwistedThreads.Functions.Platform.Telemetry;

/// <summary>Counts what every invocation uses, by function and by the order it works for. Kept in memory until it is
/// drained; a crash loses what was not yet drained, never more than a few seconds of it.</summary>
public sealed class UsageMeter
{
    private static readonly AsyncLocal<Invocation?> Running = new();
    private readonly ConcurrentDictionary<string, ActiveTime> _active = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FunctionMeter> _functions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Dictionary<string, Dictionary<string, UsageCounts>> _subjects = new(StringComparer.Ordinal);

    /// <summary>The invocation on whose behalf the caller runs; null outside of any.</summary>
    public static Invocation? Current => Running.Value;

    public Invocation Begin(string function, string group)
    {
        var meter = _functions.TryGetValue(function, out var known)
            ? known
            : _functions.GetOrAdd(function, new FunctionMeter(group, _active.GetOrAdd(group, _ => new ActiveTime())));
        meter.Active.Begin(Now());
        return Running.Value = new Invocation(this, function, meter);
    }

    /// <summary>Names the order that the current invocation works for; anything else is ignored.</summary>
    public static void Attribute(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (Running.Value is { } invocation && subject.StartsWith("ord_", StringComparison.Ordinal))
        {
            invocation.Subject = subject;
        }
    }

    public void End(Invocation invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        var counts = invocation.Counts();
        invocation.Meter.Add(counts);
        invocation.Meter.Active.End(Now());
        if (invocation.Subject is { } subject)
        {
            lock (_gate)
            {
                if (!_subjects.TryGetValue(subject, out var functions))
                {
                    _subjects.Add(subject, functions = new(StringComparer.Ordinal));
                }

                functions[invocation.Function] =
                    functions.GetValueOrDefault(invocation.Function, UsageCounts.None) + counts;
            }
        }

        Running.Value = null;
    }

    /// <summary>Takes out what was counted since the last call.</summary>
    public UsageReading Drain()
    {
        var now = Now();
        Dictionary<string, Dictionary<string, UsageCounts>> subjects;
        lock (_gate)
        {
            (subjects, _subjects) = (_subjects, new(StringComparer.Ordinal));
        }

        return new UsageReading(
            _functions.Select(function => (function.Key, Counts: function.Value.Drain()))
                .Where(function => function.Counts != UsageCounts.None)
                .ToDictionary(function => function.Key, function => function.Counts, StringComparer.Ordinal),
            _active.ToDictionary(group => group.Key, group => group.Value.Drain(now), StringComparer.Ordinal),
            _functions.ToDictionary(function => function.Key, function => function.Value.Group, StringComparer.Ordinal),
            subjects.ToDictionary(
                subject => subject.Key,
                subject => (IReadOnlyDictionary<string, UsageCounts>)subject.Value,
                StringComparer.Ordinal));
    }

    private static long Now() => (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds;
}
