namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>How long anything may take before it is given up.</summary>
/// <remarks>All lie below the time-out of the Functions host (<c>functionTimeout</c> in host.json), which ends the
/// whole process and every invocation in it, whichever of them was slow.</remarks>
public sealed record Deadlines
{
    public static Deadlines Usual { get; } = new();

    /// <summary>How long an invocation waits for the shop to open.</summary>
    public TimeSpan Opening { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For one message; below its lock.</summary>
    public TimeSpan Message { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one run of a timer or one batch of changed documents.</summary>
    public TimeSpan Background { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>For one request; below the 230 s after which Azure's load balancer hangs up.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What is left to a function that was told to stop; then it is no longer waited for.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer on a failed message is held back at most: the broker delivers again at once, and
    /// would have spent all deliveries before a short outage is over.</summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan For(TriggerAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute => Request,
        ServiceBusTriggerAttribute => Message,
        _ => Background,
    };
}
