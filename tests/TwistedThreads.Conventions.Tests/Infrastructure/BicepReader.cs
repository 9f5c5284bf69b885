using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>Reads Bicep through a grammar that node runs. There is no compiler here: what Azure itself thinks of the
/// files is told by the workflow, which has one.</summary>
internal static class BicepReader
{
    private const string Tool = "tests/tools/bicep";
    private static readonly Lazy<string?> Lack = new(FindLack);

    /// <summary>Why nothing can be read on this machine; null when it can.</summary>
    public static string? Absence => Lack.Value;

    /// <param name="texts">Text of each file by its path.</param>
    public static IReadOnlyDictionary<string, BicepFile> Read(IReadOnlyDictionary<string, string> texts)
    {
        var answer = Run(["read.mjs"], JsonSerializer.Serialize(texts));
        var files = JsonSerializer.Deserialize<Dictionary<string, BicepFile>>(answer, JsonSerializerOptions.Web)!;
        return files.ToDictionary(
            file => file.Key, file => file.Value with { Path = file.Key, Text = texts[file.Key] });
    }

    private static string? FindLack()
    {
        if (!Directory.Exists(Path.Combine(Repository.Root, Tool, "node_modules", "web-tree-sitter")))
        {
            return $"The grammar is not installed: npm ci --prefix {Tool}";
        }

        try
        {
            Run(["--version"], "");
            return null;
        }
        catch (Win32Exception)
        {
            return "There is no node on the path.";
        }
    }

    private static string Run(IEnumerable<string> arguments, string input)
    {
        using var node = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Path.Combine(Repository.Root, Tool),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        node.StandardInput.Write(input);
        node.StandardInput.Close();
        var answer = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return node.ExitCode == 0
            ? answer
            : throw new InvalidOperationException($"node ended with {node.ExitCode}; see its words above.");
    }
}

/// <summary>A fact about Bicep files; skipped where they cannot be read.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute() => Skip = BicepReader.Absence;
}

/// <summary>A theory about Bicep files; skipped where they cannot be read.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BicepTheoryAttribute : TheoryAttribute
{
    public BicepTheoryAttribute() => Skip = BicepReader.Absence;
}
