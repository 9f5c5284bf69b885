using System.Collections.Concurrent;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

public sealed class QueueRaceTests
{
    [Fact]
    public async Task Many_receivers_never_hold_one_message_at_the_same_time()
    {
        await using var disk = await QueueOnDisk.OpenAsync();
        await disk.SendAsync(Enumerable.Range(0, 300).Select(index => $"m{index}"));
        var received = new ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            while (await disk.ReceiveAsync(5) is { Count: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    Assert.Equal(1, message.DeliveryCount);
                    received.Add(message.MessageId);
                }
            }
        })));

        Assert.Equal(300, received.Count);
        Assert.Distinct(received);
    }

    [Fact]
    public async Task Of_many_who_complete_one_delivery_one_succeeds()
    {
        await using var disk = await QueueOnDisk.OpenAsync();
        await disk.SendAsync("a");
        var message = await disk.ReceiveOneAsync();

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => disk.CompleteAsync(message))));

        Assert.Single(outcomes, outcome => outcome);
    }

    [Fact]
    public async Task Senders_beside_receivers_lose_nothing()
    {
        await using var disk = await QueueOnDisk.OpenAsync();
        var completed = new ConcurrentBag<string>();
        var sending = Task.WhenAll(Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            for (var index = 0; index < 40; index++)
            {
                await disk.SendAsync($"s{sender}-{index}", $"shared-{index}");
            }
        })));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var isLast = false; ;)
            {
                var messages = await disk.ReceiveAsync(7);
                foreach (var message in messages)
                {
                    Assert.True(await disk.CompleteAsync(message));
                    completed.Add(message.MessageId);
                }

                if (messages.Count == 0 && isLast)
                {
                    return;
                }

                isLast = messages.Count == 0 && sending.IsCompleted;
            }
        })));

        await sending;
        Assert.Empty(disk.Queues.Depths());
        Assert.Equal(160, completed.Count(id => id[0] == 's' && !id.StartsWith("shared", StringComparison.Ordinal)));
        Assert.Equal(40, completed.Where(id => id.StartsWith("shared", StringComparison.Ordinal)).Distinct().Count());
    }
}
