using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwistedThreads.Simulators.Host;

/// <summary>One function as its function.json tells the host.</summary>
/// <remarks>Azure/azure-functions-host: HostFunctionMetadataProvider, Utility.</remarks>
public sealed partial class HostedFunction
{
    private readonly JObject _trigger;
    private readonly IReadOnlyDictionary<string, string> _settings;

    private HostedFunction(
        string name, JObject trigger, RetryPolicy? retry, bool isDisabled, IReadOnlyDictionary<string, string> settings)
    {
        (Name, _trigger, Retry, IsDisabled, _settings) = (name, trigger, retry, isDisabled, settings);
    }

    public string Name { get; }

    public RetryPolicy? Retry { get; }

    public bool IsDisabled { get; }

    /// <summary>Such as <c>httpTrigger</c>.</summary>
    public string Type => Text("type");

    /// <summary>The name under which the envelope carries what triggered it.</summary>
    public string Binding => Text("name");

    /// <exception cref="FunctionsHostException">Anything that the host would refuse or misunderstand.</exception>
    public static IReadOnlyList<HostedFunction> ReadAll(FunctionsHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var functions = Directory.EnumerateDirectories(options.Folder)
            .Where(folder => File.Exists(Path.Combine(folder, "function.json")))
            .Select(folder => Read(folder, options.Settings))
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToList();
        return functions.Count > 0 ? functions : throw new FunctionsHostException("No function: nothing is started.");
    }

    /// <summary>A member of the trigger, with <c>%Setting%</c> resolved.</summary>
    /// <exception cref="FunctionsHostException">It is missing, or the setting is.</exception>
    public string Text(string member) => OptionalText(member)
        ?? throw new FunctionsHostException($"{Name}: the trigger has no {member}.");

    public string? OptionalText(string member) => (string?)_trigger[member] is not { } text ? null
        : Setting().Replace(text, match => _settings.GetValueOrDefault(match.Groups["name"].Value)
            ?? throw new FunctionsHostException($"{Name}: '{match.Value}' does not resolve to a value."));

    public int Number(string member, int usual) => (int?)_trigger[member] ?? usual;

    public bool Flag(string member, bool usual) => (bool?)_trigger[member] ?? usual;

    public IReadOnlyList<string> Texts(string member) => [.. _trigger[member]?.Values<string>().OfType<string>() ?? []];

    private static HostedFunction Read(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var name = Path.GetFileName(folder);
        if (!FunctionName().IsMatch(name) || name.Equals("host", StringComparison.OrdinalIgnoreCase))
        {
            throw new FunctionsHostException($"'{name}' is not a valid function name.");
        }

        if (Directory.EnumerateFileSystemEntries(folder).Count() != 1)
        {
            throw new FunctionsHostException($"{name}: what lies beside function.json would be taken for its script.");
        }

        var file = Parse(name, File.ReadAllText(Path.Combine(folder, "function.json")));
        if (file["scriptFile"] is not null)
        {
            throw new FunctionsHostException($"{name}: a custom handler has no scriptFile.");
        }

        var bindings = file["bindings"]?.Children<JObject>().ToList() ?? [];
        foreach (var binding in bindings.Where(binding => !BindingName().IsMatch((string?)binding["name"] ?? "")))
        {
            throw new FunctionsHostException($"{name}: '{binding["name"]}' is not a valid binding name.");
        }

        var triggers = bindings.FindAll(binding =>
            ((string?)binding["type"] ?? "").EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));
        CheckShape(name, triggers, bindings);
        var isDisabled = (bool?)file["disabled"] == true || IsOff(name, settings);
        return new HostedFunction(
            name, triggers[0], RetryPolicy.Of(file["retry"] as JObject), isDisabled, settings);
    }

    private static void CheckShape(string name, List<JObject> triggers, List<JObject> bindings)
    {
        if (triggers.Count != 1)
        {
            throw new FunctionsHostException($"{name} has {triggers.Count} triggers.");
        }

        // Anything but exactly one pair in and out would be sent as an envelope.
        var isHttp = (string?)triggers[0]["type"] == "httpTrigger";
        if (isHttp && (bindings.Count != 2 || bindings.TrueForAll(binding => (string?)binding["type"] != "http")))
        {
            throw new FunctionsHostException($"{name}: an HTTP function has one http output and nothing else.");
        }
    }

    private static JObject Parse(string name, string text)
    {
        try
        {
            return JObject.Parse(text);
        }
        catch (JsonException fault)
        {
            throw new FunctionsHostException($"{name}: function.json cannot be read: {fault.Message}");
        }
    }

    private static bool IsOff(string name, IReadOnlyDictionary<string, string> settings) =>
        ((string[])[$"AzureWebJobs.{name}.Disabled", $"AzureWebJobs__{name}__Disabled"]).Any(key =>
            settings.GetValueOrDefault(key) is { } value
                && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,127}$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"^([a-z][a-z0-9]{0,127}|\$return)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex BindingName();

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();
}
