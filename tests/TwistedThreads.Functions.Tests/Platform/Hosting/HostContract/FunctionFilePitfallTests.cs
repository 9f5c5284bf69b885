using System.Globalization;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

/// <summary>What the host reads before it starts anything: host.json and one function.json a function.</summary>
public sealed class FunctionFilePitfallTests : IDisposable
{
    private static readonly IReadOnlyList<FunctionDescriptor> Functions =
        FunctionDescriptor.Discover(typeof(Shop).Assembly, Home.Azure);

    private readonly TempFolder _folder = new();

    public FunctionFilePitfallTests() => FunctionFiles.Write(_folder.Path, Functions);

    private static JsonElement Host { get; } =
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "host.json")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_function_is_told_and_nothing_else() => Assert.Equal(
        Functions.Select(function => function.Name),
        Directory.EnumerateDirectories(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Pitfall_05_and_08_messages_come_one_by_one_and_as_bytes() => Assert.All(
        With<ServiceBusTriggerAttribute>(),
        function =>
        {
            var binding = Assert.Single(BindingsOf(function));
            Assert.Equal(
                ("serviceBusTrigger", "in", "one", "binary"),
                (Text(binding, "type"), Text(binding, "direction"), Text(binding, "cardinality"),
                    Text(binding, "dataType")));
            Assert.True(binding.GetProperty("autoCompleteMessages").GetBoolean());
            Assert.Equal(function.Triggered.Name, Text(binding, "name"));
        });

    [Fact]
    public void Pitfall_09_and_10_no_function_has_an_output_of_the_hosts_but_the_http_answer() => Assert.All(
        Functions,
        function => Assert.Equal(
            function.Trigger is HttpTriggerAttribute ? ["http"] : Array.Empty<string>(),
            BindingsOf(function).Where(binding => Text(binding, "direction") == "out")
                .Select(binding => Text(binding, "type"))));

    [Fact]
    public void Pitfall_11_a_feed_that_fails_waits_for_ever_and_drops_nothing() => Assert.All(
        With<CosmosDBTriggerAttribute>(),
        function =>
        {
            var retry = FileOf(function).GetProperty("retry");
            Assert.Equal(
                ("exponentialBackoff", -1), (Text(retry, "strategy"), retry.GetProperty("maxRetryCount").GetInt32()));
            Assert.True(Assert.Single(BindingsOf(function)).GetProperty("startFromBeginning").GetBoolean());
        });

    [Fact]
    public void Pitfall_11_feeds_share_the_leases_container_each_under_its_own_prefix()
    {
        var prefixes = With<CosmosDBTriggerAttribute>()
            .Select(function => Text(BindingsOf(function)[0], "leaseContainerPrefix")).ToList();

        Assert.Equal(prefixes, prefixes.Distinct(StringComparer.Ordinal));
        Assert.DoesNotContain("", prefixes);
    }

    [Fact]
    public void The_leases_of_a_lost_region_are_taken_over_within_half_a_minute() => Assert.All(
        With<CosmosDBTriggerAttribute>().Select(function => BindingsOf(function)[0]),
        feed =>
        {
            var expiration = feed.GetProperty("leaseExpirationInterval").GetInt32();
            Assert.InRange(expiration + feed.GetProperty("leaseAcquireInterval").GetInt32(), 1, 30_000);
            Assert.InRange(feed.GetProperty("leaseRenewInterval").GetInt32(), 1, expiration / 3);
            Assert.False(feed.GetProperty("createLeaseContainerIfNotExists").GetBoolean());
        });

    [Fact]
    public void Pitfall_13_and_14_the_host_proxies_and_keeps_the_prefix()
    {
        Assert.True(Host.GetProperty("customHandler").GetProperty("enableProxyingHttpRequest").GetBoolean());
        Assert.Equal("api", Text(Host.GetProperty("extensions").GetProperty("http"), "routePrefix"));
        Assert.All(
            With<HttpTriggerAttribute>(),
            function => Assert.DoesNotContain("{*", Text(BindingsOf(function)[0], "route"), StringComparison.Ordinal));
    }

    [Fact]
    public void Pitfall_17_everything_is_over_before_the_hosts_time_is()
    {
        var timeout = TimeSpan.Parse(Text(Host, "functionTimeout"), CultureInfo.InvariantCulture);

        Assert.All(Functions, function =>
        {
            var longest = Deadlines.Usual.Opening + Deadlines.Usual.For(function.Trigger)
                + Deadlines.Usual.Grace + Deadlines.Usual.LongestRest;
            Assert.True(longest < timeout, $"{function.Name}: {longest}");
        });
        Assert.True(Deadlines.Usual.Request + Deadlines.Usual.Grace < TimeSpan.FromSeconds(230));
    }

    [Fact]
    public void Pitfall_18_neither_routes_of_the_hosts_own_nor_a_profile_stand_beside_the_functions()
    {
        Assert.False(Host.GetProperty("customHandler").TryGetProperty("http", out _));
        Assert.False(Host.TryGetProperty("configurationProfile", out _));
    }

    [Fact]
    public void Pitfall_22_a_function_folder_holds_function_json_and_nothing_else() => Assert.All(
        Directory.EnumerateDirectories(_folder.Path),
        folder => Assert.Equal(
            [FunctionFiles.FileName], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName)));

    [Fact]
    public void Pitfall_22_a_folder_with_anything_else_in_it_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder.Path, Functions[0].Name, "notes.txt"), "");

        Assert.Throws<InvalidOperationException>(() => FunctionFiles.Write(_folder.Path, Functions));
    }

    [Fact]
    public void A_function_that_is_gone_leaves_no_folder()
    {
        FunctionFiles.Write(_folder.Path, [Functions[0]]);

        Assert.Equal(
            [Functions[0].Name], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Routes_methods_and_levels_are_as_declared() => Assert.All(
        With<HttpTriggerAttribute>(),
        function =>
        {
            var trigger = (HttpTriggerAttribute)function.Trigger;
            var binding = BindingsOf(function)[0];
            Assert.Equal(
                (trigger.Route, "anonymous"), (Text(binding, "route"), Text(binding, "authLevel")));
            Assert.Equal(
                trigger.Methods, binding.GetProperty("methods").EnumerateArray().Select(method => method.GetString()));
        });

    [Fact]
    public void Timers_are_remembered_and_do_not_run_at_every_start() => Assert.All(
        With<TimerTriggerAttribute>().Select(function => BindingsOf(function)[0]),
        timer =>
        {
            Assert.Matches("^%[A-Za-z]+Schedule%$", Text(timer, "schedule"));
            Assert.Equal(
                (true, false),
                (timer.GetProperty("useMonitor").GetBoolean(), timer.GetProperty("runOnStartup").GetBoolean()));
        });

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static IEnumerable<FunctionDescriptor> With<T>() => Functions.Where(function => function.Trigger is T);

    private JsonElement FileOf(FunctionDescriptor function) => JsonElement.Parse(
        File.ReadAllBytes(Path.Combine(_folder.Path, function.Name, FunctionFiles.FileName)));

    private List<JsonElement> BindingsOf(FunctionDescriptor function) =>
        [.. FileOf(function).GetProperty("bindings").EnumerateArray()];
}
