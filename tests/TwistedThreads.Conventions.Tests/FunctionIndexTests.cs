using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Conventions.Tests;

/// <summary>The table of contents of the system. A difference in it is a review of the interface.</summary>
public sealed class FunctionIndexTests
{
    private const string Approved = "tests/TwistedThreads.Conventions.Tests/functions.approved.txt";
    private const string Heading = "name | trigger | route, queue, container or schedule | policy";
    private const string Received = "artifacts/received/functions.received.txt";

    private static readonly IReadOnlyList<FunctionDescriptor> Functions =
        FunctionDescriptor.Discover(typeof(FunctionIndex).Assembly);

    private static IEnumerable<FunctionDescriptor> HttpFunctions =>
        Functions.Where(function => function.Trigger is HttpTriggerAttribute);

    [Fact]
    public void The_functions_are_those_that_were_approved()
    {
        string[] received = [Heading, .. Functions.Select(LineOf)];
        var approved = Repository.Read(Approved).TrimEnd('\n').Split('\n');
        if (received.SequenceEqual(approved, StringComparer.Ordinal))
        {
            return;
        }

        var path = Path.Combine(Repository.Root, Received);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Join('\n', received) + "\n");
        Assert.Fail(
            $"""
            The functions are not those of {Approved}:
            {string.Join('\n', approved.Except(received).Select(line => "  - " + line))}
            {string.Join('\n', received.Except(approved).Select(line => "  + " + line))}
            If that is meant, approve it from the root of the repository: cp {Received} {Approved}
            """);
    }

    [Fact]
    public void Every_route_says_who_may_call_it_exactly_once() => Verdict.None(
        "An HTTP function has either [AllowAnonymous] or one [Authorize(Policy = …)].",
        HttpFunctions.Where(function => RulesOn(function.Method).Count != 1)
            .Select(function => $"{function.Name} has {RulesOn(function.Method).Count}"));

    [Fact]
    public void Nobody_is_let_in_by_class() => Verdict.None(
        "Access is said on the function, where the reader looks.",
        Functions.Select(function => function.Class).Distinct()
            .Where(type => RulesOn(type).Count > 0)
            .Select(type => type.Name));

    [Fact]
    public void Only_routes_speak_of_access() => Verdict.None(
        "A queue, a feed or a timer has no caller to judge.",
        Functions.Except(HttpFunctions).Where(function => RulesOn(function.Method).Count > 0)
            .Select(function => function.Name));

    [Fact]
    public void Every_policy_that_a_route_names_is_known()
    {
        var services = new ServiceCollection();
        services.AddShopAccess();
        using var provider = services.BuildServiceProvider();
        var known = provider.GetRequiredService<IOptions<AuthorizationOptions>>().Value;

        Verdict.None(
            "A rule has a policy, by the name it was registered under, and no roles or schemes of its own.",
            from function in HttpFunctions
            from rule in RulesOn(function.Method).OfType<AuthorizeAttribute>()
            where rule.Policy is null || known.GetPolicy(rule.Policy) is null
                || rule.Roles is not null || rule.AuthenticationSchemes is not null
            select $"{function.Name}: '{rule.Policy}'");
    }

    [Fact]
    public void Every_queue_has_one_function() => Verdict.None(
        "Two functions on one queue would each get half of its messages.",
        Functions.Select(function => function.Trigger).OfType<ServiceBusTriggerAttribute>()
            .GroupBy(trigger => Settings.Resolve(trigger.QueueName), StringComparer.Ordinal)
            .Where(queue => queue.Count() != 1)
            .Select(queue => $"{queue.Key}: {queue.Count()}"));

    [Fact]
    public void Every_route_is_taken_once() => Verdict.None(
        "Method and route together find one function.",
        HttpFunctions
            .Select(function => (HttpTriggerAttribute)function.Trigger)
            .SelectMany(trigger => trigger.Methods.Select(method => $"{method} {trigger.Route}"))
            .GroupBy(place => place, StringComparer.OrdinalIgnoreCase)
            .Where(place => place.Count() > 1)
            .Select(place => place.Key));

    [Fact]
    public void What_is_for_development_does_not_exist_on_Azure()
    {
        Type[] ofTheEmbeddedHome = [typeof(ShopClock), typeof(SqliteFile), typeof(DevelopmentTokens)];

        Verdict.None(
            "Mark the function or its class [EmbeddedOnly].",
            Functions.Where(function => !function.IsEmbeddedOnly)
                .Where(function =>
                    function.Trigger is HttpTriggerAttribute { Route: { } route }
                        && route.StartsWith("dev/", StringComparison.OrdinalIgnoreCase)
                    || function.Class.GetConstructors().SelectMany(constructor => constructor.GetParameters())
                        .Any(parameter => ofTheEmbeddedHome.Contains(parameter.ParameterType)))
                .Select(function => function.Name));
        Assert.DoesNotContain(
            FunctionDescriptor.Discover(typeof(FunctionIndex).Assembly, Home.Azure),
            function => function.IsEmbeddedOnly);
    }

    private static List<object> RulesOn(System.Reflection.MemberInfo member) =>
    [
        .. member.GetCustomAttributes(inherit: true).Where(rule => rule is IAllowAnonymous or IAuthorizeData),
    ];

    private static string LineOf(FunctionDescriptor function)
    {
        var (trigger, place) = function.Trigger switch
        {
            HttpTriggerAttribute http => ("http", $"{string.Join(',', http.Methods)} {http.Route}"),
            ServiceBusTriggerAttribute queue => ("queue", Named(queue.QueueName)),
            CosmosDBTriggerAttribute feed => ("feed", feed.ContainerName),
            TimerTriggerAttribute timer => ("timer", Named(timer.Schedule)),
            var other => (other.GetType().Name, "unknown"),
        };
        var home = function.IsEmbeddedOnly ? " (embedded home only)" : "";
        return $"{function.Name} | {trigger} | {place}{home} | {PolicyOf(function)}";
    }

    private static string PolicyOf(FunctionDescriptor function) => RulesOn(function.Method) switch
    {
        [IAllowAnonymous] => "anonymous",
        [IAuthorizeData rule] => rule.Policy ?? "no policy",
        [] => "-",
        _ => "several",
    };

    private static string Named(string binding) =>
        binding is ['%', .., '%'] ? $"{binding[1..^1]} = {Settings.Resolve(binding)}" : binding;
}
