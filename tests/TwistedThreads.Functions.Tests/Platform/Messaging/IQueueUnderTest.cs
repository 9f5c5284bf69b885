using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

/// <summary>A sender with the queue behind it, as the conformance suite needs them.</summary>
public interface IQueueUnderTest : IAsyncDisposable
{
    IMessageSender Sender { get; }

    /// <summary>Takes everything out of a queue: ids with bodies, in the order of delivery.</summary>
    Task<IReadOnlyList<(string MessageId, byte[] Body)>> TakeAllAsync(string queue);
}
