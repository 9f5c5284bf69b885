namespace TwistedThreads.Conventions.Tests;

/// <summary>How a broken convention is told: the rule, then every place that breaks it.</summary>
internal static class Verdict
{
    public static void None(string rule, IEnumerable<string> offenders)
    {
        var found = offenders.ToList();
        Assert.True(found.Count == 0, $"{rule} Found {found.Count}:\n  {string.Join("\n  ", found)}");
    }
}
