using System.Reflection;
using TwistedThreads.Commerce.Scanners;

namespace TwistedThreads.Commerce.Tests.Scanners;

/// <summary>The table <c>examples.txt</c>: what others published, and what was thought out, with the reason.</summary>
public sealed class ExampleTests
{
    private const int Wanted = 120;

    public static TheoryData<string, string, string> Examples()
    {
        var examples = new TheoryData<string, string, string>();
        foreach (var columns in Lines().Select(line => line.Split(" | ")))
        {
            examples.Add(columns[0].Replace('␝', '\u001D'), columns[1], columns[2]);
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_is_sent_is_what_the_table_says(string raw, string expected, string source)
    {
        var code = ScannedCode.Read(raw, Label.Today);

        var verdict = code.Refusal is ScanRefusal refusal
            ? $"{refusal.Code} @{refusal.Position}{(refusal.Identifier is { } identifier ? $" ({identifier})" : "")}"
            : code.Value.Canonical;
        Assert.True(expected == verdict, $"{raw} is {verdict}, not {expected} ({source}).");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_is_refused_says_in_its_detail_and_facts_what_and_where(string raw, string expected, string source)
    {
        var code = ScannedCode.Read(raw, Label.Today);

        if (code.Refusal is not ScanRefusal refusal)
        {
            Assert.DoesNotContain("scan.", expected, StringComparison.Ordinal);
            return;
        }

        Assert.Contains($"position {refusal.Position}", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal(refusal.Position, refusal.Facts["position"]);
        Assert.Equal(refusal.Identifier, refusal.Facts.GetValueOrDefault("identifier"));
        Assert.True(
            refusal.Identifier is null
                || refusal.Detail.Contains($"({refusal.Identifier})", StringComparison.Ordinal),
            $"{source}: {refusal.Detail}");
    }

    [Fact]
    public void The_table_is_long_and_every_row_names_its_source()
    {
        var rows = Lines().Select(line => line.Split(" | ")).ToList();

        Assert.InRange(rows.Count, Wanted, int.MaxValue);
        Assert.All(rows, row => Assert.Equal(3, row.Length));
        Assert.All(rows, row => Assert.NotEmpty(row[2]));
        Assert.Equal(rows.Count, rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Count());
    }

    private static IEnumerable<string> Lines()
    {
        using var table = Assembly.GetExecutingAssembly().GetManifestResourceStream("examples.txt")!;
        using var reader = new StreamReader(table);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];
    }
}
