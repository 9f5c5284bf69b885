namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>One function as the Functions host wants it told.</summary>
/// <remarks>Microsoft Learn, the reference pages of the HTTP, Service Bus, timer and Azure Cosmos DB triggers
/// (extension bundle 4).</remarks>
public static class FunctionFile
{
    // A lost region leaves its leases behind. They are free after 20 s and found at the next look: 25 s at most.
    private const int LeaseExpirationMs = 20_000;
    private const int LeaseRenewalMs = 6_000;
    private const int LeaseSearchMs = 5_000;

    // An order waits that long for its first step.
    private const int FeedPollMs = 1_000;

    public static IReadOnlyDictionary<string, object> Of(FunctionDescriptor function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var name = function.Triggered.Name!;
        return function.Trigger switch
        {
            HttpTriggerAttribute http => Told(Http(name, http), Out),
            ServiceBusTriggerAttribute queue => Told(Queue(name, queue)),
            TimerTriggerAttribute timer => Told(Timer(name, timer)),
            CosmosDBTriggerAttribute feed => Endless(Told(Feed(name, function.Name, feed))),
            var other => throw new InvalidOperationException($"{function.Name}: nobody knows {other.GetType().Name}."),
        };
    }

    private static Dictionary<string, object> Out => new(StringComparer.Ordinal)
    {
        ["type"] = "http",
        ["direction"] = "out",
        ["name"] = "$return",
    };

    private static Dictionary<string, object> Told(params Dictionary<string, object>[] bindings) =>
        new(StringComparer.Ordinal) { ["bindings"] = bindings };

    // Without it the host goes on behind a batch that failed, and what it told of is never relayed.
    private static Dictionary<string, object> Endless(Dictionary<string, object> function)
    {
        function["retry"] = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["strategy"] = "exponentialBackoff",
            ["maxRetryCount"] = -1,
            ["minimumInterval"] = "00:00:01",
            ["maximumInterval"] = "00:00:30",
        };
        return function;
    }

    private static Dictionary<string, object> Trigger(string type, string name) => new(StringComparer.Ordinal)
    {
        ["type"] = type,
        ["direction"] = "in",
        ["name"] = name,
    };

    private static Dictionary<string, object> Http(string name, HttpTriggerAttribute http) =>
        new(Trigger("httpTrigger", name), StringComparer.Ordinal)
        {
            ["authLevel"] = http.AuthorizationLevel.ToString().ToLowerInvariant(),
            ["methods"] = http.Methods.Select(method => method.ToLowerInvariant()).ToArray(),
            ["route"] = http.Route ?? "",
        };

    // Binary: the body comes byte for byte, and cannot overwrite what the broker says of it.
    private static Dictionary<string, object> Queue(string name, ServiceBusTriggerAttribute queue) =>
        new(Trigger("serviceBusTrigger", name), StringComparer.Ordinal)
        {
            ["queueName"] = queue.QueueName,
            ["connection"] = queue.Connection,
            ["isSessionsEnabled"] = false,
            ["cardinality"] = "one",
            ["dataType"] = "binary",
            ["autoCompleteMessages"] = true,
        };

    private static Dictionary<string, object> Timer(string name, TimerTriggerAttribute timer) =>
        new(Trigger("timerTrigger", name), StringComparer.Ordinal)
        {
            ["schedule"] = timer.Schedule,
            ["useMonitor"] = timer.UseMonitor,
            ["runOnStartup"] = timer.RunOnStartup,
        };

    private static Dictionary<string, object> Feed(string name, string function, CosmosDBTriggerAttribute feed) =>
        new(Trigger("cosmosDBTrigger", name), StringComparer.Ordinal)
        {
            ["connection"] = feed.Connection,
            ["databaseName"] = feed.DatabaseName,
            ["containerName"] = feed.ContainerName,
            ["leaseConnection"] = feed.Connection,
            ["leaseDatabaseName"] = feed.DatabaseName,
            ["leaseContainerName"] = feed.LeaseContainerName,
            ["leaseContainerPrefix"] = feed.LeaseContainerPrefix ?? function + "-",
            ["createLeaseContainerIfNotExists"] = false,
            ["preferredLocations"] = feed.PreferredLocations,
            ["maxItemsPerInvocation"] = feed.MaxItemsPerInvocation,
            ["startFromBeginning"] = true,
            ["feedPollDelay"] = FeedPollMs,
            ["leaseAcquireInterval"] = LeaseSearchMs,
            ["leaseExpirationInterval"] = LeaseExpirationMs,
            ["leaseRenewInterval"] = LeaseRenewalMs,
        };
}
