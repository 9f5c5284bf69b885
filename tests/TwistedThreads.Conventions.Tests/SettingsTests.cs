using System.Reflection;
using System.Text.RegularExpressions;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Conventions.Tests;

/// <summary>The sample of settings is complete, and nothing in it is idle.</summary>
public sealed class SettingsTests
{
    private static readonly Assembly Functions = typeof(FunctionIndex).Assembly;

    // Read by the Functions host itself, before any of our code runs.
    private static readonly string[] OfTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage"];

    // Whatever reads configuration by a name that is written out: indexers, sections, options, the environment.
    private static readonly Regex ReadByName = new(
        @"(?i:configuration)\s*(\.\s*Get(RequiredSection|Section|Value(<[^>]*>)?|ConnectionString)\s*\(|\[)"
        + @"\s*""(?<key>[^""]+)"""
        + @"|\bBindConfiguration\s*\(\s*""(?<key>[^""]+)"""
        + @"|\bGetEnvironmentVariable\s*\(\s*""(?<key>[^""]+)""",
        RegexOptions.ExplicitCapture);

    private static readonly IReadOnlyList<string> NeededByTriggers =
    [
        .. FunctionDescriptor.Discover(Functions)
            .SelectMany(function => BindingsOf(function.Trigger))
            .Where(binding => binding is ['%', .., '%'])
            .Select(binding => binding[1..^1])
            .Distinct(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> NeededByCode => Repository.SourcesIn("functions")
        .SelectMany(file => ReadByName.Matches(file.CodeAndText))
        .Select(match => match.Groups["key"].Value.Replace(":", "__", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal);

    [Fact]
    public void Every_setting_that_a_trigger_names_has_a_value_in_the_sample() => Verdict.None(
        $"Add it to {Settings.Sample}, with a harmless value.",
        NeededByTriggers.Where(name => string.IsNullOrWhiteSpace(Settings.Values.GetValueOrDefault(name))));

    [Fact]
    public void Every_setting_that_code_reads_by_name_is_in_the_sample() => Verdict.None(
        $"Add it to {Settings.Sample}, or at least one setting of its section.",
        NeededByCode.Where(name => !Settings.Values.Keys.Any(key => IsOrIsIn(key, name))));

    [Fact]
    public void Every_setting_in_the_sample_is_used() => Verdict.None(
        $"Nothing reads it; take it out of {Settings.Sample}.",
        Settings.Values.Keys.Except(OfTheHost).Except(NeededByTriggers)
            .Where(key => !NeededByCode.Any(name => IsOrIsIn(key, name))));

    [Fact]
    public void A_queue_is_named_once_for_those_who_send_and_those_who_receive()
    {
        var sent = (
            from type in Functions.GetTypes()
            from field in type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where field is { IsLiteral: true } && field.Name.EndsWith("Queue", StringComparison.Ordinal)
            select (string)field.GetRawConstantValue()!).Order().ToList();
        var received = FunctionDescriptor.Discover(Functions)
            .Select(function => function.Trigger).OfType<ServiceBusTriggerAttribute>()
            .Select(trigger => trigger.QueueName)
            .Where(queue => !queue.EndsWith(DeadLetter.Suffix, StringComparison.Ordinal)).Order().ToList();

        Assert.Equal(received, sent);
    }

    [Fact]
    public void The_dead_letters_of_every_queue_are_drained_on_Azure()
    {
        var functions = FunctionDescriptor.Discover(Functions)
            .Where(function => function.Trigger is ServiceBusTriggerAttribute)
            .ToLookup(function => function.IsAzureOnly, function => (
                ((ServiceBusTriggerAttribute)function.Trigger).QueueName, function.Triggered.ParameterType));
        var expected = functions[false].Select(queue => (queue.QueueName + DeadLetter.Suffix, typeof(DeadLetter)));

        Assert.Equal(expected.ToHashSet(), functions[true].ToHashSet());
    }

    [Fact]
    public void Every_schedule_in_the_sample_can_be_read() => Assert.All(
        Settings.Values.Where(setting => setting.Key.EndsWith("Schedule", StringComparison.Ordinal)),
        setting => NCrontab.Parse(setting.Value!));

    [Theory]
    [InlineData("configuration[\"Shop:Name\"]", "Shop:Name")]
    [InlineData("builder.Configuration.GetSection(\"Checkout\")", "Checkout")]
    [InlineData("services.AddOptions<CheckoutOptions>().BindConfiguration(\"Checkout\")", "Checkout")]
    [InlineData("Environment.GetEnvironmentVariable(\"HOME_OF_SHOP\")", "HOME_OF_SHOP")]
    public void A_setting_read_by_name_would_be_found(string line, string key) =>
        Assert.Equal(key, ReadByName.Match(line).Groups["key"].Value);

    private static bool IsOrIsIn(string key, string name) =>
        key == name || key.StartsWith(name + "__", StringComparison.Ordinal);

    private static string[] BindingsOf(TriggerAttribute trigger) => trigger switch
    {
        ServiceBusTriggerAttribute queue => [queue.QueueName],
        CosmosDBTriggerAttribute feed =>
            [feed.DatabaseName, feed.ContainerName, feed.LeaseContainerName, feed.PreferredLocations],
        TimerTriggerAttribute timer => [timer.Schedule],
        HttpTriggerAttribute http => [http.Route ?? ""],
        _ => [],
    };
}
