using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

/// <summary>The embedded home's queues keep a sender's promises.</summary>
public sealed class SqliteSenderTests : MessageSenderConformance
{
    protected override async Task<IQueueUnderTest> OpenAsync(params string[] queues) =>
        new QueuesUnderTest(await QueueOnDisk.OpenAsync());

    private sealed class QueuesUnderTest(QueueOnDisk disk) : IQueueUnderTest
    {
        public IMessageSender Sender => disk.Queues;

        public async Task<IReadOnlyList<(string MessageId, byte[] Body)>> TakeAllAsync(string queue)
        {
            var taken = new List<(string, byte[])>();
            while (await disk.Queues.ReceiveAsync(queue, 100, CancellationToken.None) is { Count: > 0 } received)
            {
                foreach (var message in received)
                {
                    Assert.True(await disk.CompleteAsync(message));
                    taken.Add((message.MessageId, message.Body));
                }
            }

            return taken;
        }

        public ValueTask DisposeAsync() => disk.DisposeAsync();
    }
}
