namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>One attempt to hand a message to its function.</summary>
/// <param name="Queue">Where it came from.</param>
/// <param name="Function">Who was to handle it.</param>
/// <param name="MessageId">The broker's id of the message.</param>
/// <param name="Count">1 for the first attempt.</param>
/// <param name="Body">The message's bytes, as they came.</param>
public sealed record Delivery(string Queue, string Function, string MessageId, int Count, byte[] Body)
{
    /// <summary>Attempts before a message is parked; the broker's own limit lies above it.</summary>
    public const int Maximum = 5;

    public bool IsLast => Count >= Maximum;

    /// <summary>No attempt had an outcome that could be kept: the process died of each, or the store was away for so
    /// long that even parking failed. With the pauses between deliveries that is nine minutes of outage.</summary>
    public bool IsBeyondHope => Count > 3 * Maximum;
}
