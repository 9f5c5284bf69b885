namespace TwistedThreads.Simulators.ServiceBus;

/// <summary>A message as the broker holds it, and as it hands it to a receiver.</summary>
/// <param name="SequenceNumber">Counts up within a queue; kept in its dead-letter queue.</param>
/// <param name="MessageId">The sender's, or the broker's when the sender gave none.</param>
/// <param name="Body">The bytes as they came.</param>
/// <param name="EnqueuedTimeUtc">When the broker took it.</param>
/// <param name="ExpiresAtUtc">When its time to live ends.</param>
public sealed record BrokeredMessage(
    long SequenceNumber, string MessageId, byte[] Body, DateTimeOffset EnqueuedTimeUtc, DateTimeOffset ExpiresAtUtc)
{
    public const string ReasonProperty = "DeadLetterReason";
    public const string DescriptionProperty = "DeadLetterErrorDescription";

    public string? SessionId { get; init; }

    public string? CorrelationId { get; init; }

    public string? ContentType { get; init; }

    public string? Subject { get; init; }

    /// <summary>The sender's own properties; of a dead letter the reason as well.</summary>
    public IReadOnlyDictionary<string, object?> ApplicationProperties { get; init; } =
        new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>1 at the first delivery; 0 for a message that nobody has received.</summary>
    public int DeliveryCount { get; init; }

    /// <summary>Whoever shows it may complete, abandon or renew; empty while nobody holds the message.</summary>
    public string LockToken { get; init; } = string.Empty;

    public DateTimeOffset LockedUntilUtc { get; init; }

    /// <summary>The queue that the message was in before it became a dead letter.</summary>
    public string? DeadLetterSource { get; init; }

    public string? DeadLetterReason => ApplicationProperties.GetValueOrDefault(ReasonProperty) as string;

    /// <summary>What counts against the limits: body and properties.</summary>
    public int Size => Body.Length + MessageId.Length + (SessionId?.Length ?? 0)
        + ApplicationProperties.Sum(property => property.Key.Length + (property.Value as string ?? "8 bytes.").Length);
}

/// <summary>What a sender says of a message.</summary>
public sealed record MessageDraft(byte[] Body)
{
    public string? MessageId { get; init; }

    public string? SessionId { get; init; }

    public string? PartitionKey { get; init; }

    public string? CorrelationId { get; init; }

    public string? ContentType { get; init; }

    public string? Subject { get; init; }

    public TimeSpan? TimeToLive { get; init; }

    public IReadOnlyDictionary<string, object?> ApplicationProperties { get; init; } =
        new Dictionary<string, object?>(StringComparer.Ordinal);
}
