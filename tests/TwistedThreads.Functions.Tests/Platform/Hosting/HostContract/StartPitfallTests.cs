using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

/// <summary>How the process comes up below the host, and how it goes.</summary>
[Collection("environment of the process")]
public sealed class StartPitfallTests
{
    private static readonly Dictionary<string, string> OfTheHost = new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_CONTENTROOT"] = "/azure-functions-host",
        ["ASPNETCORE_URLS"] = "http://+:80",
        ["ASPNETCORE_HTTP_PORTS"] = "80",
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["DOTNET_USE_POLLING_FILE_WATCHER"] = "true",
        ["DOTNET_CONTENTROOT"] = "/azure-functions-host",
        ["DOTNET_URLS"] = "http://+:80",
    };

    [Fact]
    public async Task Pitfall_01_what_the_host_inherits_to_us_has_no_effect()
    {
        using var environment = new LentEnvironment(OfTheHost);

        await using var handler = await new SmallHandler().StartAsync();

        var surroundings = handler.Get<IWebHostEnvironment>();
        Assert.Equal(
            (Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), "Production"),
            (Path.TrimEndingDirectorySeparator(surroundings.ContentRootPath), surroundings.EnvironmentName));
        Assert.Equal([$"http://127.0.0.1:{handler.Port}"], handler.App.Urls);
    }

    [Fact]
    public async Task Pitfall_01_no_file_is_watched()
    {
        using var environment = new LentEnvironment(OfTheHost);

        await using var handler = await new SmallHandler().StartAsync();

        Assert.DoesNotContain(
            ((IConfigurationRoot)handler.Get<IConfiguration>()).Providers,
            provider => provider is FileConfigurationProvider);
    }

    [Fact]
    public async Task Pitfall_03_the_root_answers_at_once_to_anybody_without_redirect()
    {
        await using var handler = await new SmallHandler { IsOpen = false }.StartAsync();

        var answer = await handler.SendAsync("GET", "/");

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("Location", answer.Headers.Keys);
    }

    [Fact]
    public async Task Pitfall_04_nothing_but_the_loopback_address_is_bound()
    {
        await using var handler = await new SmallHandler().StartAsync();

        var listener = Assert.Single(
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), point => point.Port == handler.Port);
        Assert.Equal(IPAddress.Loopback, listener.Address);
    }

    [Fact]
    public async Task Pitfall_15_whatever_is_logged_goes_to_standard_output_in_one_line()
    {
        await using var handler = await new SmallHandler().StartAsync();

        var console = handler.Get<IOptions<ConsoleLoggerOptions>>().Value;
        var lines = handler.Get<IOptionsMonitor<SimpleConsoleFormatterOptions>>().CurrentValue;
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.None, console.LogToStandardErrorThreshold);
        Assert.Equal((true, true), (lines.SingleLine, lines.IncludeScopes));
    }

    [Fact]
    public void Pitfall_16_an_orderly_end_is_no_crash_to_any_host()
    {
        Assert.Equal(200, AzureHome.ExitCode);
    }

    [Fact]
    public void Pitfall_20_the_host_is_told_the_name_of_the_executable_itself()
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "host.json")));

        var description = host.RootElement.GetProperty("customHandler").GetProperty("description");

        Assert.Equal(
            typeof(Shop).Assembly.GetName().Name, description.GetProperty("defaultExecutablePath").GetString());
    }

    [Fact]
    public void A_missing_port_is_told_and_not_guessed() => Assert.Throws<InvalidOperationException>(
        () => AzureHome.CreateBuilder(new ConfigurationBuilder().Build()));

    private sealed class LentEnvironment : IDisposable
    {
        private readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);

        public LentEnvironment(IReadOnlyDictionary<string, string> variables)
        {
            foreach (var (name, value) in variables)
            {
                _before[name] = Environment.GetEnvironmentVariable(name);
                Environment.SetEnvironmentVariable(name, value);
            }
        }

        public void Dispose()
        {
            foreach (var (name, value) in _before)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }
}
