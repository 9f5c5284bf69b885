using System.Diagnostics;
using TwistedThreads.Commerce.Finance;

namespace TwistedThreads.Functions.Platform.Telemetry;

/// <summary>Counts what every invocation uses, by function and by the order it works for. Kept in memory until it is
/// drained; a crash loses what was not yet drained, never more than a few seconds of it.</summary>
public sealed class UsageMeter
{
    private static readonly AsyncLocal<Invocation?> Running = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ActiveTime> _active = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    private Dictionary<string, UsageCounts> _functions = new(StringComparer.Ordinal);
    private Dictionary<string, Dictionary<string, UsageCounts>> _subjects = new(StringComparer.Ordinal);

    /// <summary>The invocation on whose behalf the caller runs; null outside of any.</summary>
    public static Invocation? Current => Running.Value;

    public Invocation Begin(string function, string group)
    {
        ActiveTime active;
        lock (_gate)
        {
            if (!_active.TryGetValue(group, out active!))
            {
                _active.Add(group, active = new ActiveTime());
            }

            _groups.TryAdd(function, group);
        }

        active.Begin(Now());
        return Running.Value = new Invocation(this, function, group);
    }

    /// <summary>Names the order that the current invocation works for; anything else is ignored.</summary>
    public static void Attribute(string subject)
    {
        if (Running.Value is { } invocation && subject.StartsWith("ord_", StringComparison.Ordinal))
        {
            invocation.Subject = subject;
        }
    }

    public void End(Invocation invocation)
    {
        var counts = invocation.Counts();
        lock (_gate)
        {
            _functions[invocation.Function] =
                _functions.GetValueOrDefault(invocation.Function, UsageCounts.None) + counts;
            if (invocation.Subject is { } subject)
            {
                if (!_subjects.TryGetValue(subject, out var functions))
                {
                    _subjects.Add(subject, functions = new(StringComparer.Ordinal));
                }

                functions[invocation.Function] =
                    functions.GetValueOrDefault(invocation.Function, UsageCounts.None) + counts;
            }

            _active[invocation.Group].End(Now());
        }

        Running.Value = null;
    }

    /// <summary>Takes out what was counted since the last call.</summary>
    public UsageReading Drain()
    {
        lock (_gate)
        {
            var now = Now();
            var reading = new UsageReading(
                _functions,
                _active.ToDictionary(group => group.Key, group => group.Value.Drain(now), StringComparer.Ordinal),
                new Dictionary<string, string>(_groups, StringComparer.Ordinal),
                _subjects.ToDictionary(
                    subject => subject.Key,
                    subject => (IReadOnlyDictionary<string, UsageCounts>)subject.Value,
                    StringComparer.Ordinal));
            _functions = new(StringComparer.Ordinal);
            _subjects = new(StringComparer.Ordinal);
            return reading;
        }
    }

    private static long Now() => (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds;
}
