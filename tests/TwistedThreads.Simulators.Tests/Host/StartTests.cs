using System.Diagnostics;
using System.Net;
using Newtonsoft.Json.Linq;
using TwistedThreads.Simulators.Host;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>How the simulated host starts a handler, listens to it and starts it again.</summary>
public sealed class StartTests : IDisposable
{
    private const string Initialization = "AzureFunctionsJobHost__customHandler__initializationTimeout";
    private readonly TinyPackage _package = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _package.Dispose();
    }

    [Fact]
    public async Task The_handler_gets_its_port_and_the_whole_environment_of_the_host()
    {
        _package.Settings["Shop"] = "twisted";
        await using var host = await _package.StartAsync();

        var environment = JObject.Parse(await _http.GetStringAsync(new Uri(host.Address, "/api/environment")));

        var listens = await host.HandlerAddressAsync(CancellationToken.None);
        Assert.Equal($"{listens.Port}", (string?)environment["FUNCTIONS_CUSTOMHANDLER_PORT"]);
        Assert.Equal(_package.Folder, (string?)environment["FUNCTIONS_APP_ROOT_PATH"]);
        Assert.True(Guid.TryParse((string?)environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"], out _));
        Assert.Equal(
            ("http://+:80", "/azure-functions-host", "twisted"),
            ((string?)environment["ASPNETCORE_URLS"], (string?)environment["ASPNETCORE_CONTENTROOT"],
                (string?)environment["Shop"]));
    }

    [Fact]
    public async Task A_handler_that_takes_its_time_is_waited_for()
    {
        _package.Settings["TINY_START"] = "slow";

        await using var host = await _package.StartAsync();

        Assert.Equal(1, host.Starts);
    }

    [Theory]
    [InlineData("crash")]
    [InlineData("deaf")]
    public async Task A_handler_that_does_not_come_up_is_tried_three_times(string way)
    {
        _package.Settings["TINY_START"] = way;
        _package.Settings[Initialization] = way == "deaf" ? "00:00:00.500" : "00:00:30";

        var fault = await Assert.ThrowsAsync<FunctionsHostException>(_package.StartAsync);

        Assert.Equal(3, fault.Message.Split("good morning").Length - 1);
    }

    [Fact]
    public async Task What_cannot_be_executed_is_told_at_once()
    {
        File.WriteAllText(Path.Combine(_package.Folder, "handler"), "no program, and not executable");
        _package.Settings["AzureFunctionsJobHost__customHandler__description__defaultExecutablePath"] = "handler";

        await Assert.ThrowsAsync<FunctionsHostException>(_package.StartAsync);
    }

    [Fact]
    public async Task Output_is_information_and_the_error_stream_is_warnings_and_errors()
    {
        await using var host = await _package.StartAsync();
        await Eventually.IsAsync(() => host.Console.Lines.Count >= 4, "four lines");

        Assert.Equal(
            [
                (ConsoleLevel.Information, "good morning"),
                (ConsoleLevel.Warning, "a small Warning"),
                (ConsoleLevel.Error, "something broke"),
                (ConsoleLevel.System, " for the host"),
            ],
            host.Console.Lines.Select(line => (line.Level, line.Text)).Order());
    }

    [Fact]
    public async Task A_crash_is_followed_by_another_start_and_the_third_by_none()
    {
        await using var host = await _package.StartAsync();

        for (var crash = 1; crash <= 2; crash++)
        {
            await KillAsync(host);
            await Eventually.IsAsync(() => host.Starts == crash + 1, "another start");
            using var answer = await _http.GetAsync(new Uri(host.Address, "/api/seen"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await KillAsync(host);
        await Eventually.IsAsync(() => host.HasGivenUp, "the host gives up");
        using var refused = await _http.GetAsync(new Uri(host.Address, "/api/seen"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 3), (refused.StatusCode, host.Starts));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(143)]
    [InlineData(200)]
    public async Task An_orderly_end_counts_as_no_crash(int code)
    {
        var feed = new NoteFeed();
        await using var host = await FunctionsHost.StartAsync(
            _package.Options with { Messages = feed }, CancellationToken.None);

        for (var end = 1; end <= 4; end++)
        {
            feed.Send($"end {end}", $"exit {code}");
            await Eventually.IsAsync(() => feed.Abandoned.Contains($"end {end}"), "the handler ended");
        }

        Assert.False(host.HasGivenUp);
    }

    [Fact]
    public async Task Nothing_of_the_handler_outlives_the_host()
    {
        var host = await _package.StartAsync();
        var process = await host.HandlerIdAsync(CancellationToken.None);

        await host.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
    }

    [Fact]
    public async Task Two_hosts_over_the_same_feed_are_two_regions_of_which_one_may_be_lost()
    {
        var feed = new NoteFeed();
        var options = _package.Options with { Messages = feed };
        var first = await FunctionsHost.StartAsync(options, CancellationToken.None);
        await using var second = await FunctionsHost.StartAsync(options, CancellationToken.None);

        await first.DisposeAsync();
        feed.Send("note-1", "well");
        await Eventually.IsAsync(() => feed.Completed.Contains("note-1"), "the other region takes it");

        Assert.Empty(first.Outcomes);
        Assert.NotEqual(first.Address, second.Address);
    }

    private static async Task KillAsync(FunctionsHost host)
    {
        using var process = Process.GetProcessById(await host.HandlerIdAsync(CancellationToken.None));
        process.Kill();
        await process.WaitForExitAsync();
    }
}
