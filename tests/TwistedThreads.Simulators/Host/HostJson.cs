using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace TwistedThreads.Simulators.Host;

/// <summary>What the host reads of host.json, with the app settings <c>AzureFunctionsJobHost__*</c> over it.</summary>
/// <remarks>Azure/azure-functions-host: HttpWorkerOptionsSetup, HttpWorkerDescription,
/// ScriptJobHostOptionsSetup.</remarks>
public sealed partial class HostJson
{
    private const string Overrides = "AzureFunctionsJobHost__";
    private readonly IConfiguration _values;
    private readonly string _folder;

    private HostJson(IConfiguration values, string folder) => (_values, _folder) = (values, folder);

    public TimeSpan FunctionTimeout => Duration("functionTimeout", TimeSpan.FromMinutes(30));

    public TimeSpan InitializationTimeout =>
        Duration("customHandler:initializationTimeout", TimeSpan.FromSeconds(30));

    public TimeSpan LongestLockRenewal =>
        Duration("extensions:serviceBus:maxAutoLockRenewalDuration", TimeSpan.FromMinutes(5));

    public int MaxConcurrentCalls => int.Parse(
        _values["extensions:serviceBus:maxConcurrentCalls"] ?? "16", CultureInfo.InvariantCulture);

    public string RoutePrefix => _values["extensions:http:routePrefix"] ?? "api";

    public static HostJson Read(FunctionsHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = Path.Combine(options.Folder, "host.json");
        if (!File.Exists(path))
        {
            throw new FunctionsHostException($"There is no {path}.");
        }

        var overrides = options.Settings
            .Where(setting => setting.Key.StartsWith(Overrides, StringComparison.Ordinal))
            .Select(setting => KeyValuePair.Create(
                setting.Key[Overrides.Length..].Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value));
        var host = new HostJson(
            new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false)
                .AddInMemoryCollection(overrides).Build(),
            options.Folder);
        host.Check();
        return host;
    }

    /// <summary>The file to start; a command of the search path when the package holds no such file.</summary>
    public string Executable(IReadOnlyDictionary<string, string> environment)
    {
        var named = Expanded(Description["defaultExecutablePath"]!, environment);
        var inside = Path.Combine(_folder, named);
        return File.Exists(inside) ? inside : named;
    }

    public IEnumerable<string> Arguments(IReadOnlyDictionary<string, string> environment) =>
        Description.GetSection("arguments").GetChildren()
            .Select(argument => Expanded(argument.Value!, environment))
            .Where(argument => argument.Length > 0);

    private IConfigurationSection Description => _values.GetSection("customHandler:description");

    private void Check()
    {
        if (_values["version"] != "2.0")
        {
            throw new FunctionsHostException("host.json has no version 2.0.");
        }

        if (string.IsNullOrEmpty(Description["defaultExecutablePath"]))
        {
            throw new FunctionsHostException("host.json names no defaultExecutablePath.");
        }

        if (!bool.TryParse(_values["customHandler:enableProxyingHttpRequest"], out var isProxying) || !isProxying)
        {
            throw new FunctionsHostException("Only the proxy mode is simulated: enableProxyingHttpRequest.");
        }

        if (_values.GetSection("customHandler:http:routes").Exists())
        {
            throw new FunctionsHostException("http.routes cannot stand beside function.json.");
        }
    }

    private TimeSpan Duration(string key, TimeSpan usual) => _values[key] switch
    {
        null => usual,
        "-1" => Timeout.InfiniteTimeSpan,
        var text => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
    };

    // What names no variable is taken out.
    private static string Expanded(string text, IReadOnlyDictionary<string, string> environment) =>
        Variable().Replace(text, match => environment.GetValueOrDefault(match.Groups["name"].Value, ""));

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
