using Newtonsoft.Json.Linq;

namespace TwistedThreads.Simulators.Host;

/// <summary>What a change-feed function wants to hear of, and how its leases are kept.</summary>
/// <param name="Instance">Unique among the hosts that share the leases.</param>
public sealed record ChangeFeedSubscription(string Function, string Instance)
{
    public required string Connection { get; init; }

    public required string Database { get; init; }

    public required string Container { get; init; }

    public required string LeaseContainer { get; init; }

    public required string LeasePrefix { get; init; }

    /// <summary>In the order in which the host would rather read; empty leaves it to the account.</summary>
    public required IReadOnlyList<string> PreferredLocations { get; init; }

    public required int MaxItems { get; init; }

    public required bool StartsFromBeginning { get; init; }

    public required TimeSpan PollDelay { get; init; }

    public required TimeSpan LeaseAcquireInterval { get; init; }

    public required TimeSpan LeaseExpirationInterval { get; init; }

    public required TimeSpan LeaseRenewInterval { get; init; }

    public static ChangeFeedSubscription Of(HostedFunction function, string instance)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new ChangeFeedSubscription(function.Name, instance)
        {
            Connection = function.Text("connection"),
            Database = function.Text("databaseName"),
            Container = function.Text("containerName"),
            LeaseContainer = function.OptionalText("leaseContainerName") ?? "leases",
            LeasePrefix = function.OptionalText("leaseContainerPrefix") ?? "",
            PreferredLocations = (function.OptionalText("preferredLocations") ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            MaxItems = function.Number("maxItemsPerInvocation", 100),
            StartsFromBeginning = function.Flag("startFromBeginning", false),
            PollDelay = TimeSpan.FromMilliseconds(function.Number("feedPollDelay", 5_000)),
            LeaseAcquireInterval = TimeSpan.FromMilliseconds(function.Number("leaseAcquireInterval", 13_000)),
            LeaseExpirationInterval = TimeSpan.FromMilliseconds(function.Number("leaseExpirationInterval", 60_000)),
            LeaseRenewInterval = TimeSpan.FromMilliseconds(function.Number("leaseRenewInterval", 17_000)),
        };
    }
}

/// <summary>Takes one batch. When it returns the source moves on, also behind a batch that the function refused; when
/// it throws the batch stays where it is.</summary>
public delegate Task ChangeHandler(IReadOnlyList<JObject> documents, CancellationToken cancellation);

/// <summary>Change feeds with leases, such as the Cosmos DB SDK's change feed processor.</summary>
public interface IChangeFeedSource
{
    /// <returns>Ends the subscription when disposed of, and gives its leases back.</returns>
    Task<IAsyncDisposable> SubscribeAsync(
        ChangeFeedSubscription subscription, ChangeHandler handler, CancellationToken cancellation);
}
