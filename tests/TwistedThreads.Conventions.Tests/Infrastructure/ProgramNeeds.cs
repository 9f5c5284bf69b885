using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>What the program asks of its surroundings, read off the program itself.</summary>
internal static partial class ProgramNeeds
{
    private static readonly Assembly Program = typeof(FunctionIndex).Assembly;

    public static IReadOnlyList<FunctionDescriptor> Functions { get; } = FunctionDescriptor.Discover(Program);

    /// <summary>Queues that functions listen to; a queue's own dead letters are no queue to be made.</summary>
    public static IReadOnlyList<string> Queues { get; } =
    [
        .. Triggers<ServiceBusTriggerAttribute>()
            .Select(queue => Settings.Resolve(queue.QueueName).Replace(
                "/$deadletterqueue", "", StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Containers that the modules of the capabilities register.</summary>
    public static IReadOnlyList<DocumentContainer> Containers { get; } =
    [
        .. from type in Program.GetTypes()
           where type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Module", StringComparison.Ordinal)
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where method.GetParameters() is [var only] && only.ParameterType == typeof(IServiceCollection)
           from service in (IServiceCollection)method.Invoke(null, [new ServiceCollection()])!
           where service is { IsKeyedService: false, ImplementationInstance: DocumentContainer }
           select (DocumentContainer)service.ImplementationInstance!,
    ];

    /// <summary>The containers in which change feeds keep their place.</summary>
    public static IEnumerable<string> LeaseContainers =>
        Triggers<CosmosDBTriggerAttribute>().Select(feed => feed.LeaseContainerName).Distinct();

    /// <summary>Connections that triggers name.</summary>
    public static IEnumerable<string> Connections => Triggers<ServiceBusTriggerAttribute>()
        .Select(queue => queue.Connection)
        .Concat(Triggers<CosmosDBTriggerAttribute>().Select(feed => feed.Connection))
        .Distinct();

    public static string RoutePrefix { get; } = Prefix();

    /// <summary>How long one message may be worked on.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(int.Parse(
        Repository.SourcesIn("functions/Platform/Hosting")
            .SelectMany(file => MessagePatience().Matches(file.CodeAndText))
            .Single().Groups["seconds"].Value,
        provider: null));

    /// <summary>The delivery at which the program gives a message up without even trying it.</summary>
    public static int LastDelivery { get; } = Enumerable.Range(1, 1000)
        .First(count => new Delivery("queue", "function", "id", count, []).IsBeyondHope);

    /// <summary>What the log says when a message is set aside.</summary>
    public static string ParkedLine { get; } = typeof(ParkedMessages)
        .GetMethods(BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .Single(line => line?.Level == LogLevel.Warning)!.Message;

    private static IEnumerable<TTrigger> Triggers<TTrigger>()
        where TTrigger : TriggerAttribute => Functions.Select(function => function.Trigger).OfType<TTrigger>();

    private static string Prefix()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        return host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString()!;
    }

    [GeneratedRegex(
        @"(TimeSpan Message \{ get; init; \} =|patience \?\?) TimeSpan\.FromSeconds\((?<seconds>\d+)\)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex MessagePatience();
}
