namespace TwistedThreads.Commerce.Finance;

/// <summary>What one process used on one day: by function, and its billed active time by scale group.</summary>
/// <param name="ActiveMs">Milliseconds by scale group.</param>
/// <param name="Groups">The scale group of each function.</param>
public sealed record UsageDay(
    IReadOnlyDictionary<string, UsageCounts> Functions,
    IReadOnlyDictionary<string, long> ActiveMs,
    IReadOnlyDictionary<string, string> Groups)
{
    public static UsageDay Empty { get; } = new(
        new Dictionary<string, UsageCounts>(StringComparer.Ordinal),
        new Dictionary<string, long>(StringComparer.Ordinal),
        new Dictionary<string, string>(StringComparer.Ordinal));

    public static UsageDay operator +(UsageDay left, UsageDay right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new UsageDay(
            Merge(left.Functions, right.Functions, static (one, other) => one + other),
            Merge(left.ActiveMs, right.ActiveMs, static (one, other) => one + other),
            Merge(left.Groups, right.Groups, static (one, _) => one));
    }

    /// <summary>The billed milliseconds that fall to a function's running time: its group's bill, shared by running
    /// time. Calls that overlap make each other cheaper.</summary>
    /// <param name="durationMs">Running time of the part that asks; its own or one order's share of it.</param>
    public double BilledMs(string function, double durationMs)
    {
        if (!Groups.TryGetValue(function, out var group))
        {
            return 0;
        }

        var running = Functions
            .Where(other => Groups.TryGetValue(other.Key, out var theirs) && theirs == group)
            .Sum(other => other.Value.DurationMs);
        return running > 0 ? ActiveMs.GetValueOrDefault(group) * Math.Min(1, durationMs / running) : 0;
    }

    private static Dictionary<string, T> Merge<T>(
        IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right, Func<T, T, T> add)
    {
        var merged = new Dictionary<string, T>(left, StringComparer.Ordinal);
        foreach (var (name, value) in right)
        {
            merged[name] = merged.TryGetValue(name, out var known) ? add(known, value) : value;
        }

        return merged;
    }
}
