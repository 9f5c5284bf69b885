using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Drills;

/// <summary>Tells what the drill showed: on the console, and in docs/disaster-recovery.md between two marks.</summary>
public static class Report
{
    private const string Begin = "<!-- drill: begin -->";
    private const string End = "<!-- drill: end -->";

    public static string Tell(CaseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        foreach (var surprise in report.Surprises.Take(10))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  ! {surprise}");
        }

        return text.Append("  ").Append(Row(report)).ToString();
    }

    public static string Table(IEnumerable<CaseReport> reports)
    {
        var text = new StringBuilder();
        text.Append("| region A is lost by | RTO selling | RTO scanning | RPO | orders acknowledged | lost ")
            .Append("| duplicated | not shipped | drift | parked | facts re-driven | unacknowledged writes discarded ")
            .AppendLine("| longest wait of one customer | what customers saw |")
            .AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var report in reports)
        {
            text.AppendLine(Row(report));
        }

        return text.ToString();
    }

    public static async Task WriteAsync(IEnumerable<CaseReport> reports, CancellationToken cancellation)
    {
        var path = Path.Combine(PublishedPackage.Root, "docs", "disaster-recovery.md");
        var text = await File.ReadAllTextAsync(path, cancellation);
        var table = $"{Begin}\n{Table(reports)}{End}";
        await File.WriteAllTextAsync(
            path, Regex.Replace(text, $"{Begin}.*{End}", table, RegexOptions.Singleline), cancellation);
    }

    private static string Row(CaseReport report)
    {
        object[] cells =
        [
            report.Loss.Name, Seconds(report.SellingGap), Seconds(report.ScanningGap),
            report.Lost == 0 ? "0" : "see lost", report.Acknowledged, report.Lost, report.Duplicated,
            report.NotShipped, report.Drift, report.Parked, report.Redriven, report.Discarded,
            Seconds(report.LongestWait), Errors(report),
        ];
        return $"| {string.Join(" | ", cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture)))} |";
    }

    private static string Errors(CaseReport report) => report.Errors.Count == 0
        ? "nothing"
        : string.Join("; ", report.Errors.OrderByDescending(error => error.Value)
            .Select(error => $"{error.Value.ToString(CultureInfo.InvariantCulture)} × {error.Key}"));

    private static string Seconds(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");
}
