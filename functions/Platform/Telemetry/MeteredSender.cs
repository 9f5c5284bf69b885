using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Platform.Telemetry;

/// <summary>Counts messages for the running invocation.</summary>
public sealed class MeteredSender(IMessageSender inner) : IMessageSender
{
    public async Task SendAsync(
        string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        await inner.SendAsync(queue, messages, cancellation);
        UsageMeter.Current?.Sent(messages.Count);
    }
}
