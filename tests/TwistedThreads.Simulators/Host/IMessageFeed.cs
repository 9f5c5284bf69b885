namespace TwistedThreads.Simulators.Host;

/// <summary>A message that the host holds under a lock.</summary>
public sealed record FedMessage(string MessageId, byte[] Body, int DeliveryCount, string LockToken)
{
    public DateTimeOffset EnqueuedTime { get; init; }

    public DateTimeOffset LockedUntil { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public long SequenceNumber { get; init; }

    public string? SessionId { get; init; }

    public string? CorrelationId { get; init; }

    public string? ContentType { get; init; }

    public string? Subject { get; init; }

    public IReadOnlyDictionary<string, object?> ApplicationProperties { get; init; } =
        new Dictionary<string, object?>(StringComparer.Ordinal);
}

/// <summary>Queues with peek-lock, as far as a receiver sees them. Safe for many threads.</summary>
public interface IMessageFeed
{
    /// <returns>Null when nothing can be received now.</returns>
    FedMessage? TryReceive(string queue);

    /// <returns>False when the lock was lost.</returns>
    bool Complete(string queue, string lockToken);

    /// <summary>Gives the message back, to be delivered at once.</summary>
    /// <returns>False when the lock was lost.</returns>
    bool Abandon(string queue, string lockToken);

    /// <returns>False when the lock was lost.</returns>
    bool Renew(string queue, string lockToken);
}
