using Newtonsoft.Json.Linq;
using TwistedThreads.Simulators.Host;
using TwistedThreads.Testing;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>A published package around the tiny handler: a queue, a feed, two timers and some routes.</summary>
internal sealed class TinyPackage : IDisposable
{
    private readonly TempFolder _folder = new();

    public TinyPackage()
    {
        Write("host.json", new JObject
        {
            ["version"] = "2.0",
            ["functionTimeout"] = "00:00:20",
            ["customHandler"] = new JObject
            {
                ["description"] = new JObject
                {
                    ["defaultExecutablePath"] = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                    ["arguments"] = new JArray(
                        Path.Combine(AppContext.BaseDirectory, "TwistedThreads.Simulators.Tests.dll"),
                        "%TINY_UNKNOWN%", "%TINY_ARGUMENT%"),
                },
                ["enableProxyingHttpRequest"] = true,
            },
        });
        Route("Echo", "echo/{**rest}", "get", "post", "put");
        Route("Seen", "seen", "get");
        Route("Environment", "environment", "get");
        Route("Slowly", "slowly", "get");
        Route("Away", "away", "get");
        Function("TakeNote", new JObject
        {
            ["type"] = "serviceBusTrigger",
            ["direction"] = "in",
            ["name"] = "note",
            ["queueName"] = "%NotesQueue%",
            ["connection"] = "ServiceBus",
            ["cardinality"] = "one",
            ["dataType"] = "binary",
        });
        Function("StrikeHour", Timer("0 0 * * * *"));
        Function("StrikeSecond", Timer("* * * * * *"));
        Watch(-1);
    }

    public string Folder => _folder.Path;

    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal)
    {
        ["NotesQueue"] = "notes",
        ["TINY_ARGUMENT"] = TinyHandler.Argument,
    };

    public FunctionsHostOptions Options => new(Folder) { Settings = Settings, RunsTimers = false };

    public void Watch(int maxRetryCount) => Function(
        "WatchThings",
        new JObject
        {
            ["type"] = "cosmosDBTrigger",
            ["direction"] = "in",
            ["name"] = "docs",
            ["connection"] = "Cosmos",
            ["databaseName"] = "shop",
            ["containerName"] = "things",
            ["leaseContainerPrefix"] = "watch-",
        },
        new JObject
        {
            ["strategy"] = "exponentialBackoff",
            ["maxRetryCount"] = maxRetryCount,
            ["minimumInterval"] = "00:00:00.010",
            ["maximumInterval"] = "00:00:00.050",
        });

    public void Write(string path, JToken content)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content.ToString());
    }

    public void Function(string name, JObject binding, JObject? retry = null) => Write(
        $"{name}/function.json",
        new JObject { ["bindings"] = new JArray(binding), ["retry"] = retry });

    public Task<FunctionsHost> StartAsync() => FunctionsHost.StartAsync(Options, CancellationToken.None);

    public void Dispose() => _folder.Dispose();

    private void Route(string name, string route, params string[] methods) => Write(
        $"{name}/function.json",
        new JObject
        {
            ["bindings"] = new JArray(
                new JObject
                {
                    ["type"] = "httpTrigger",
                    ["direction"] = "in",
                    ["name"] = "request",
                    ["authLevel"] = "anonymous",
                    ["methods"] = new JArray(methods),
                    ["route"] = route,
                },
                new JObject { ["type"] = "http", ["direction"] = "out", ["name"] = "$return" }),
        });

    private static JObject Timer(string schedule) => new()
    {
        ["type"] = "timerTrigger",
        ["direction"] = "in",
        ["name"] = "timer",
        ["schedule"] = schedule,
        ["useMonitor"] = true,
        ["runOnStartup"] = false,
    };
}
