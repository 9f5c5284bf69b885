using System.Text.Json;

namespace TwistedThreads.Conventions.Tests;

/// <summary>The sample of all settings, which is also where the embedded home takes its defaults from.</summary>
internal static class Settings
{
    public const string Sample = "local.settings.sample.json";

    public static IReadOnlyDictionary<string, string?> Values { get; } = Read();

    /// <summary>The value behind <c>%Setting%</c>; the text itself when it names no setting.</summary>
    public static string Resolve(string binding) =>
        binding is ['%', .., '%'] ? Values.GetValueOrDefault(binding[1..^1]) ?? binding : binding;

    private static Dictionary<string, string?> Read()
    {
        using var sample = JsonDocument.Parse(Repository.Read(Sample));
        return sample.RootElement.GetProperty(nameof(Values)).EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => setting.Value.GetString(), StringComparer.Ordinal);
    }
}
