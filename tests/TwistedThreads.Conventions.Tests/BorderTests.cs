using System.Reflection;
using System.Text.RegularExpressions;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Conventions.Tests;

/// <summary>In <c>functions/</c> the platform knows no business, and the business no database.</summary>
public sealed class BorderTests
{
    private static readonly Assembly Functions = typeof(FunctionIndex).Assembly;
    private static readonly Assembly Commerce = typeof(Money).Assembly;

    private static readonly IReadOnlyList<string> Domains = Repository.FoldersOf("functions", "Platform");
    private static readonly IReadOnlyList<string> Trades = Repository.FoldersOf("shared");

    private static readonly Neighbours DomainMentions = new(Functions, "TwistedThreads.Functions", Domains);
    private static readonly Neighbours TradeMentions = new(Commerce, "TwistedThreads.Commerce", Trades);

    // Metering is plumbing, but what it counts is Finance's vocabulary.
    private static readonly Dictionary<string, string[]> AllowedWords = new(StringComparer.Ordinal)
    {
        ["functions/Platform/Telemetry/FunctionMeter.cs"] = ["ActiveTime", "UsageCounts"],
        ["functions/Platform/Telemetry/Invocation.cs"] = ["UsageCounts"],
        ["functions/Platform/Telemetry/UsageMeter.cs"] = ["ActiveTime", "UsageCounts"],
        ["functions/Platform/Telemetry/UsageReading.cs"] = ["UsageCounts"],
    };

    // The development clock lives in the embedded home alone and is kept in its file.
    private static readonly string[] AllowedOfTheEmbeddedHome =
        ["functions/Operations/DevelopmentAid.cs", "functions/Operations/ShopClock.cs"];

    private static readonly Regex Storage = new(
        @"\bMicrosoft\s*\.\s*Data\s*\.\s*Sqlite\b|\bSQLitePCL\b|(?<![\w.])Azure\s*\.|\bMicrosoft\s*\.\s*Azure\b"
        + @"|\bSqlite(Connection|Command|DataReader|Exception|Parameter|Transaction)\b"
        + @"|\b(CosmosClient|ServiceBusClient|BlobServiceClient|TableServiceClient|QueueServiceClient)\b",
        RegexOptions.ExplicitCapture);

    // The triggers bear the official names, and what one home lacks is marked.
    private static readonly Regex Services = new(
        @"\b(?!AzureOnly\b)Azure\w*|\w*Cosmos(?!DBTrigger)\w*|\bServiceBus(?!Trigger)\w*|\bAppService\w*",
        RegexOptions.ExplicitCapture);

    private static readonly Regex EmbeddedHome = new(@"\bPlatform\s*\.\s*Sqlite\b", RegexOptions.ExplicitCapture);

    [Fact]
    public void The_platform_knows_no_capability() => Verdict.None(
        "Platform serves every capability and names none.",
        from file in Repository.SourcesIn("functions/Platform")
        from domain in DomainMentions.In(file.Code)
        from place in DomainMentions.Places(file, domain)
        select place);

    [Fact]
    public void The_platform_takes_only_the_kernel_from_the_trade() => Verdict.None(
        "Platform may use TwistedThreads.Commerce.Kernel, and where metering needs them the words of Finance.",
        from file in Repository.SourcesIn("functions/Platform")
        from trade in TradeMentions.In(file.Code)
        where trade != "Kernel" && !(trade == "Finance" && AllowedWords.ContainsKey(file.Path))
        from place in TradeMentions.Places(file, trade)
        select place);

    [Fact]
    public void Metering_takes_only_its_listed_words_from_Finance()
    {
        var words = Neighbours.TypesOf(Commerce, "TwistedThreads.Commerce", "Finance");

        Assert.All(AllowedWords, entry =>
        {
            var file = Repository.AllSources.Single(file => file.Path == entry.Key);
            var used = words.Where(word => Regex.IsMatch(file.Code, $@"\b{word}\b", RegexOptions.None));
            Assert.Equal(entry.Value, used.Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void A_capability_speaks_to_ports_and_never_to_a_database() => Verdict.None(
        "Only Platform knows SQLite and the Azure SDKs.",
        Domains.SelectMany(domain => Repository.SourcesIn($"functions/{domain}"))
            .SelectMany(file => file.Find(Storage)));

    [Fact]
    public void A_capability_names_no_service_of_Azure() => Verdict.None(
        "Which home it is, is configuration; only Platform names what stands there.",
        Domains.SelectMany(domain => Repository.SourcesIn($"functions/{domain}"))
            .Concat(Repository.SourcesIn("shared"))
            .SelectMany(file => file.Find(Services)));

    [Fact]
    public void A_capability_does_not_know_which_home_it_runs_in() => Verdict.None(
        "Platform.Sqlite is the embedded home's own; list the file in this test with its reason, or use a port.",
        Domains.SelectMany(domain => Repository.SourcesIn($"functions/{domain}"))
            .Where(file => !AllowedOfTheEmbeddedHome.Contains(file.Path))
            .SelectMany(file => file.Find(EmbeddedHome)));

    [Fact]
    public void A_function_is_never_handed_another_function()
    {
        var classes = FunctionDescriptor.Discover(Functions).Select(function => function.Class).ToHashSet();

        Verdict.None(
            "What two functions share is a workflow or a desk of its own.",
            from type in Functions.GetTypes()
            from constructor in type.GetConstructors()
            from parameter in constructor.GetParameters()
            where classes.Contains(parameter.ParameterType)
            select $"{type.FullName} takes {parameter.ParameterType.Name}");
    }

    [Theory]
    [InlineData("services.AddCosmosDocuments(configuration)", true)]
    [InlineData("AzureHome.IsHere", true)]
    [InlineData("new ServiceBusSender(host)", true)]
    [InlineData("[AzureOnly] [CosmosDBTrigger(\"a\", \"b\")] [ServiceBusTrigger(\"q\")]", false)]
    public void A_service_would_be_found(string line, bool isFound) => Assert.Equal(isFound, Services.IsMatch(line));

    [Theory]
    [InlineData("using Microsoft.Data.Sqlite;")]
    [InlineData("using Azure.Storage.Blobs;")]
    [InlineData("public sealed class CosmosOrders(Microsoft.Azure.Cosmos.Container orders);")]
    public void A_database_would_be_found(string line) => Assert.Matches(Storage, line);
}
