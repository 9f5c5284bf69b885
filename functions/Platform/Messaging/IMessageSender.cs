namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>One message on its way to a queue.</summary>
/// <param name="MessageId">The broker drops a second message of the same id while it remembers the first.</param>
/// <param name="SessionId">The aggregate that the message is about.</param>
/// <param name="Body">A CloudEvent in structured JSON, UTF-8.</param>
public sealed record OutgoingMessage(string MessageId, string SessionId, byte[] Body);

/// <summary>Sends messages to queues. When it returns, the broker has them; when it throws, it may have them.</summary>
public interface IMessageSender
{
    Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation);
}

/// <summary>This message can never succeed, however often it is tried: it is parked at once,
/// with this reason.</summary>
public sealed class HopelessMessageException(string reason) : Exception(reason);

/// <summary>The broker did not take messages, or did not say that it did. Sending them again is harmless: it knows
/// them by their ids.</summary>
/// <param name="isTransient">Whether trying again later can help without anybody's doing.</param>
public sealed class MessageBrokerException(string reason, bool isTransient, Exception? cause = null)
    : Exception(reason, cause)
{
    public bool IsTransient { get; } = isTransient;
}
