using System.Text.RegularExpressions;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Simulators.Host;
using Xunit.Abstractions;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>The package that goes to Azure is complete, and is nothing more.</summary>
public sealed class PublishedShopTests(PublishedShop shop, ITestOutputHelper output) : IClassFixture<PublishedShop>
{
    private const string Program = "TwistedThreads.Functions";

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["CosmosDatabase"] = "shop",
        ["CosmosPreferredRegions"] = "",
        ["ReopenStrandedCartsSchedule"] = "*/5 * * * * *",
        ["ReleaseExpiredReservationsSchedule"] = "*/15 * * * * *",
        ["ProveStockSchedule"] = "0 41 * * * *",
        ["RemindMoveInsSchedule"] = "0 0 6 * * *",
        ["TendDropsSchedule"] = "15 * * * * *",
        ["ForecastDemandSchedule"] = "0 30 2 * * *",
    };

    [Fact]
    public void The_host_finds_exactly_the_functions_that_exist_on_Azure()
    {
        var found = HostedFunction.ReadAll(new FunctionsHostOptions(shop.Folder) { Settings = Settings });

        Assert.Equal(
            FunctionDescriptor.Discover(typeof(FunctionIndex).Assembly, Home.Azure).Select(function => function.Name),
            found.Select(function => function.Name));
    }

    [Fact]
    public void The_triggers_name_these_settings_and_no_others()
    {
        var named = Directory.EnumerateFiles(shop.Folder, "function.json", SearchOption.AllDirectories)
            .SelectMany(path =>
                Regex.Matches(File.ReadAllText(path), "%(?<name>[^%\"]+)%", RegexOptions.ExplicitCapture))
            .Select(match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(Settings.Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pitfall_20_the_program_may_be_executed()
    {
        var mode = OperatingSystem.IsWindows()
            ? UnixFileMode.UserExecute
            : File.GetUnixFileMode(Path.Combine(shop.Folder, Program));

        Assert.True(mode.HasFlag(UnixFileMode.UserExecute));
        Assert.Equal(
            Path.Combine(shop.Folder, Program),
            HostJson.Read(new FunctionsHostOptions(shop.Folder)).Executable(Settings));
    }

    [Fact]
    public void Nothing_lies_about_that_only_a_developer_needs()
    {
        var names = Directory.EnumerateFiles(shop.Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(shop.Folder, path)).ToList();

        Assert.DoesNotContain(names, name => name.Contains("settings", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(
            names,
            name => Path.GetExtension(name) is ".pdb" or ".xml" or ".config" or ".cs" or ".key" or ".db");
        output.WriteLine(
            $"{names.Count} files, {names.Sum(name => new FileInfo(Path.Combine(shop.Folder, name)).Length) >> 20} MB");
    }

    [Fact]
    public void It_brings_its_own_runtime() =>
        Assert.True(File.Exists(Path.Combine(shop.Folder, "System.Private.CoreLib.dll")));
}
