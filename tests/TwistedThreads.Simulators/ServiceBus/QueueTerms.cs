namespace TwistedThreads.Simulators.ServiceBus;

/// <summary>How a queue was created.</summary>
/// <remarks>Defaults and limits: Azure Service Bus quotas, Standard tier.</remarks>
public sealed record QueueTerms(string Name)
{
    /// <summary>Most bytes of one message, and of one request.</summary>
    public const int MaxMessageBytes = 256 * 1024;

    public const int MaxIdLength = 128;

    /// <summary>Most messages in one request; the service does not document it.</summary>
    public const int MaxBatch = 4500;

    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(60);

    public int MaxDeliveryCount { get; init; } = 10;

    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long ids are remembered; null when duplicates are not looked for.</summary>
    public TimeSpan? DuplicateWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a message whose time has run out becomes a dead letter; otherwise it is gone.</summary>
    public bool DeadLettersOnExpiry { get; init; } = true;

    /// <summary>What the queue holds at most.</summary>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;
}
