using System.Globalization;

namespace TwistedThreads.Benchmarks;

/// <summary>The one table, with what it was measured on and what was wanted.</summary>
internal static class Report
{
    public static IEnumerable<string> Rows(IEnumerable<Measured> measured) =>
    [
        "| what | requests/s | p50 ms | p99 ms | server CPU µs | client CPU µs | others' CPU | failed | RSS / peak MiB "
            + "| target | reached |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|---|",
        .. measured.Select(Row),
    ];

    public static IEnumerable<string> Failures(IEnumerable<Measured> measured) => measured
        .Where(row => row.FirstFailure is not null)
        .Select(row => $"- {row.Name}: {row.Failed} of {row.Requests} failed, the first with {row.FirstFailure}");

    private static string Row(Measured row) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.Name} | {row.PerSecond:#,0} | {Wait(row, 0.50)} | {Wait(row, 0.99)} | {row.ServerMicroseconds:#,0.0} "
            + $"| {row.ClientMicroseconds:#,0.0} | {row.OthersPercent:0} % | {row.Failed} "
            + $"| {row.After.Resident:0} / {row.After.Peak:0} | {row.Target} | {row.Reached} |");

    private static string Wait(Measured row, double fraction) => row.Latencies.Count == 0
        ? "–"
        : row.Latencies.Quantile(fraction).TotalMilliseconds.ToString("#,0.00", CultureInfo.InvariantCulture);
}
