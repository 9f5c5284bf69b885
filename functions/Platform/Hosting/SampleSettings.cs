using System.Text.Json;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>The values of <c>local.settings.sample.json</c>, which the program carries inside itself.</summary>
public static class SampleSettings
{
    private const string Resource = "local.settings.sample.json";

    /// <summary>Every setting; the embedded home needs no other.</summary>
    public static IReadOnlyDictionary<string, string?> All { get; } = Read();

    /// <summary>Schedules alone: what else a sample says must not pass for a setting on Azure.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Schedules =>
        All.Where(setting => setting.Key.EndsWith("Schedule", StringComparison.Ordinal));

    private static Dictionary<string, string?> Read()
    {
        using var stream = typeof(SampleSettings).Assembly.GetManifestResourceStream(Resource)!;
        using var file = JsonDocument.Parse(stream);
        return file.RootElement.GetProperty("Values").EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => setting.Value.GetString(), StringComparer.Ordinal);
    }
}
