using TwistedThreads.Simulators.Host;
using TwistedThreads.Simulators.ServiceBus;

namespace TwistedThreads.Simulators.Cloud;

/// <summary>Feeds a host's queue functions from a simulated namespace.</summary>
internal sealed class BusFeed(ServiceBusNamespace bus) : IMessageFeed
{
    public FedMessage? TryReceive(string queue) => bus.TryReceive(queue) is { } message
        ? new FedMessage(message.MessageId, message.Body, message.DeliveryCount, message.LockToken)
        {
            EnqueuedTime = message.EnqueuedTimeUtc,
            LockedUntil = message.LockedUntilUtc,
            ExpiresAt = message.ExpiresAtUtc,
            SequenceNumber = message.SequenceNumber,
            SessionId = message.SessionId,
            CorrelationId = message.CorrelationId,
            ContentType = message.ContentType,
            Subject = message.Subject,
            ApplicationProperties = message.ApplicationProperties,
        }
        : null;

    public bool Complete(string queue, string lockToken) => bus.Complete(queue, lockToken);

    public bool Abandon(string queue, string lockToken) => bus.Abandon(queue, lockToken);

    public bool Renew(string queue, string lockToken) => bus.RenewLock(queue, lockToken);
}
