using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Benchmarks.Units;

/// <summary>What is told apart.</summary>
/// <param name="IsSecond">Answered by the region that takes no writes: a confirmation.</param>
internal sealed record ChargeKind(bool IsSecond, string Operation, string Container);

/// <summary>Requests and request units by kind.</summary>
internal sealed class Charges
{
    private readonly IReadOnlyDictionary<ChargeKind, (double Count, double Units)> _lines;

    private Charges(IReadOnlyDictionary<ChargeKind, (double Count, double Units)> lines) => _lines = lines;

    public static Charges None { get; } = new(new Dictionary<ChargeKind, (double, double)>());

    public double Units => _lines.Values.Sum(line => line.Units);

    public double Confirmation => _lines.Where(line => line.Key.IsSecond).Sum(line => line.Value.Units);

    /// <summary>Most expensive first.</summary>
    public IEnumerable<(ChargeKind Kind, double Count, double Units)> Lines => _lines
        .Select(line => (line.Key, line.Value.Count, line.Value.Units))
        .OrderByDescending(line => line.Units).ThenBy(line => line.Key.Operation, StringComparer.Ordinal);

    /// <summary>All that the account was charged so far.</summary>
    public static Charges Of(CosmosAccount account) => Sum(account.Log.Counts.Select(count => (
        new ChargeKind(count.Kind.Region != account.WriteRegion, count.Kind.Operation, count.Kind.Container),
        (double)count.Count,
        count.Charge)));

    public static Charges operator +(Charges one, Charges other) => Sum(one.Lines.Concat(other.Lines));

    public static Charges operator -(Charges one, Charges other) => one + (other * -1);

    public static Charges operator *(Charges one, double factor) =>
        Sum(one.Lines.Select(line => (line.Kind, line.Count * factor, line.Units * factor)));

    public Charges Where(Func<ChargeKind, bool> wanted) => Sum(Lines.Where(line => wanted(line.Kind)));

    /// <summary>Without what is less than nothing: the waiting was a moment shorter than reckoned.</summary>
    public Charges AtLeastNothing() => Sum(Lines.Where(line => line.Count > 0));

    private static Charges Sum(IEnumerable<(ChargeKind Kind, double Count, double Units)> lines) => new(lines
        .GroupBy(line => line.Kind)
        .ToDictionary(
            group => group.Key, group => (group.Sum(line => line.Count), group.Sum(line => line.Units))));
}
