using System.Collections.Concurrent;
using System.Diagnostics;

namespace TwistedThreads.Drills;

/// <summary>What customers and scanners saw, kept outside of the shop.</summary>
public sealed class Journal
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<string, TimeSpan> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<TimeSpan> _scans = new();
    private readonly ConcurrentQueue<string> _surprises = new();
    private readonly ConcurrentDictionary<string, string> _numbers = new(StringComparer.Ordinal);
    private long _longestWaitTicks;
    private bool _isStruck;

    public TimeSpan Now => _watch.Elapsed;

    /// <summary>Acknowledged orders, and when.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Orders => _orders;

    /// <summary>Errors that customers saw after the strike, by kind.</summary>
    public IReadOnlyDictionary<string, int> Errors => _errors;

    public IReadOnlyCollection<string> Surprises => _surprises;

    /// <summary>The longest that one customer repeated a checkout before the answer came.</summary>
    public TimeSpan LongestWait => TimeSpan.FromTicks(Interlocked.Read(ref _longestWaitTicks));

    public void Struck() => _isStruck = true;

    public void Ordered(string order, string number, TimeSpan waited)
    {
        _orders.TryAdd(order, Now);
        if (_numbers.GetOrAdd(number, order) != order)
        {
            Surprise($"number {number} belongs to {_numbers[number]} and to {order}");
        }

        for (var longest = LongestWait; waited > longest; longest = LongestWait)
        {
            Interlocked.CompareExchange(ref _longestWaitTicks, waited.Ticks, longest.Ticks);
        }
    }

    public void Scanned() => _scans.Enqueue(Now);

    public void Failed(string kind)
    {
        if (_isStruck)
        {
            _errors.AddOrUpdate(kind, 1, (_, count) => count + 1);
        }
    }

    public void Surprise(string what) => _surprises.Enqueue(what);

    /// <summary>The longest time without an acknowledged order between two moments.</summary>
    public TimeSpan SellingGap(TimeSpan from, TimeSpan to) => Gap(_orders.Values, from, to);

    /// <summary>The longest time without an accepted scan between two moments.</summary>
    public TimeSpan ScanningGap(TimeSpan from, TimeSpan to) => Gap(_scans, from, to);

    private static TimeSpan Gap(IEnumerable<TimeSpan> moments, TimeSpan from, TimeSpan to)
    {
        var longest = TimeSpan.Zero;
        var last = from;
        foreach (var moment in moments.Where(moment => moment > from && moment < to).Append(to).Order())
        {
            longest = moment - last > longest ? moment - last : longest;
            last = moment;
        }

        return longest;
    }
}
