namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Marks a method as a function. Names and meanings are those of the official isolated-worker SDK, so that
/// moving to it is a change of one using (docs/decisions/0002).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>What the Functions host itself demands before it lets a request through.</summary>
public enum AuthorizationLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}

/// <summary>Marks the parameter that starts a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerAttribute : Attribute;

/// <summary>Starts a function on an HTTP request below the route prefix <c>api</c>.</summary>
public sealed class HttpTriggerAttribute(AuthorizationLevel authorizationLevel, params string[] methods)
    : TriggerAttribute
{
    public AuthorizationLevel AuthorizationLevel { get; } = authorizationLevel;

    public IReadOnlyList<string> Methods { get; } = methods;

    public string? Route { get; set; }
}

/// <summary>Starts a function on each message of a queue; at least once, in no promised order.</summary>
public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerAttribute
{
    /// <summary>The queue, or <c>%Setting%</c>.</summary>
    public string QueueName { get; } = queueName;

    public string Connection { get; set; } = "ServiceBus";
}

/// <summary>Starts a function on documents written to a container; at least once,
/// in order within a partition.</summary>
public sealed class CosmosDBTriggerAttribute(string databaseName, string containerName) : TriggerAttribute
{
    public string DatabaseName { get; } = databaseName;

    public string ContainerName { get; } = containerName;

    public string Connection { get; set; } = "Cosmos";

    public string LeaseContainerName { get; set; } = "leases";

    public string? LeaseContainerPrefix { get; set; }

    /// <summary>Regions, separated by commas, in the order in which the host would rather read; or
    /// <c>%Setting%</c>.</summary>
    public string PreferredLocations { get; set; } = "%CosmosPreferredRegions%";

    /// <summary>Documents handed to one invocation at most.</summary>
    public int MaxItemsPerInvocation { get; set; } = 100;
}

/// <summary>Starts a function on a schedule in UTC.</summary>
public sealed class TimerTriggerAttribute(string schedule) : TriggerAttribute
{
    /// <summary>Six-field NCRONTAB, or <c>%Setting%</c>.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Remembers the schedule over restarts, so that a missed occurrence is made up for once.</summary>
    public bool UseMonitor { get; set; } = true;

    public bool RunOnStartup { get; set; }
}

/// <summary>The function sees only changed documents of this kind. Not of the official SDK: the runtime applies it
/// before a function is called, in the embedded home even before documents are read.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnlyKindAttribute(string kind) : Attribute
{
    public string Kind { get; } = kind;
}

/// <summary>The function exists only under the Functions host: what it listens to is Azure's own.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class AzureOnlyAttribute : Attribute;
