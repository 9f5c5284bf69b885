using System.Globalization;

namespace TwistedThreads.Benchmarks.Units;

/// <summary>Tables of request units.</summary>
internal static class UnitReport
{
    public static IEnumerable<string> Paths(IEnumerable<(string Name, Charges Charges)> paths) =>
    [
        "| path | request units | of them confirmation in the second region | write region: reads, queries, writes |",
        "|---|--:|--:|---|",
        .. paths.Select(path => Line(
            $"| {path.Name} | {path.Charges.Units:0.0} | {path.Charges.Confirmation:0.0} | {Told(path.Charges)} |")),
    ];

    public static IEnumerable<string> Split(string name, Charges charges) =>
    [
        "",
        $"### {name}",
        "",
        "| operation | container | requests | request units |",
        "|---|---|--:|--:|",
        .. charges.Lines.Where(line => line.Units >= 0.05 || line.Count >= 0.5).Select(line => Line(
            $"| {Name(line.Kind)} | {line.Kind.Container} | {line.Count:#,0.0} | {line.Units:#,0.0} |")),
        Line($"| sum | | {charges.Lines.Sum(line => line.Count):#,0.0} | {charges.Units:#,0.0} |"),
    ];

    private static string Name(ChargeKind kind) =>
        kind.IsSecond ? kind.Operation + ", second region" : kind.Operation;

    private static string Told(Charges charges)
    {
        var first = charges.Where(kind => !kind.IsSecond).Lines.ToList();
        var reads = Count("point-read");
        var queries = Count("query") + Count("query-plan");
        var writes = Count("batch") + Count("replace") + Count("create") + Count("upsert") + Count("patch");
        return Line($"{reads:0.#}, {queries:0.#}, {writes:0.#}");

        double Count(string operation) =>
            first.Where(line => line.Kind.Operation == operation).Sum(line => line.Count);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
