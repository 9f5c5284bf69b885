using System.Text;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

public sealed class SqliteQueuesTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private QueueOnDisk _disk = null!;

    public async Task InitializeAsync() => _disk = await QueueOnDisk.OpenAsync();

    public async Task DisposeAsync() => await _disk.DisposeAsync();

    [Fact]
    public async Task What_was_sent_is_received_byte_by_byte()
    {
        byte[] body = [0, 1, 254, 255, .. Encoding.UTF8.GetBytes("ü'\"👕")];

        await _disk.Queues.SendAsync(
            QueueOnDisk.Name, [new OutgoingMessage("m'1", "session", body)], CancellationToken.None);

        var message = await _disk.ReceiveOneAsync();
        Assert.Equal(
            ("m'1", 1, _disk.Clock.GetUtcNow()), (message.MessageId, message.DeliveryCount, message.EnqueuedAt));
        Assert.Equal(body, message.Body);
    }

    [Fact]
    public async Task Messages_come_in_the_order_in_which_they_were_sent()
    {
        await _disk.SendAsync("c", "a");
        await _disk.SendAsync("b");

        Assert.Equal(["c:1", "a:1"], await _disk.ReceivedAsync(2));
        Assert.Equal(["b:1"], await _disk.ReceivedAsync(2));
    }

    [Fact]
    public async Task Queues_do_not_see_each_others_messages()
    {
        await _disk.SendAsync("a");
        await _disk.SendToAsync("order-paid", "a", "b");

        Assert.Equal(["a:1"], await _disk.ReceivedAsync());
        Assert.Equal([1, 2], _disk.Queues.Depths().OrderByDescending(queue => queue.Key).Select(queue => queue.Value));
        Assert.True(await _disk.Queues.HasVisibleAsync("order-paid"));
        Assert.False(await _disk.Queues.HasVisibleAsync(QueueOnDisk.Name));
    }

    [Fact]
    public async Task A_locked_message_is_hidden_until_its_lock_runs_out()
    {
        await _disk.SendAsync("a");
        await _disk.ReceiveOneAsync();

        _disk.Clock.Advance(SqliteQueues.LockDuration - Second);
        Assert.Empty(await _disk.ReceivedAsync());

        _disk.Clock.Advance(Second);
        Assert.Equal(["a:2"], await _disk.ReceivedAsync());
    }

    [Fact]
    public async Task Who_lost_the_lock_can_neither_complete_nor_abandon()
    {
        await _disk.SendAsync("a");
        var late = await _disk.ReceiveOneAsync();
        _disk.Clock.Advance(SqliteQueues.LockDuration);
        var holder = await _disk.ReceiveOneAsync();

        Assert.False(await _disk.CompleteAsync(late));
        Assert.False(await _disk.AbandonAsync(late, TimeSpan.Zero));
        Assert.Empty(await _disk.ReceivedAsync());

        Assert.True(await _disk.CompleteAsync(holder));
        Assert.False(await _disk.CompleteAsync(holder));
        Assert.Empty(_disk.Queues.Depths());
    }

    [Fact]
    public async Task Who_is_late_but_still_alone_may_complete()
    {
        await _disk.SendAsync("a");
        var late = await _disk.ReceiveOneAsync();
        _disk.Clock.Advance(SqliteQueues.LockDuration * 2);

        Assert.True(await _disk.CompleteAsync(late));
    }

    [Fact]
    public async Task An_abandoned_message_rests_and_lets_the_others_pass()
    {
        await _disk.SendAsync("a", "b");
        var abandoned = Assert.Single(await _disk.ReceiveAsync(1));
        Assert.True(await _disk.AbandonAsync(abandoned, Second * 5));

        Assert.Equal(["b:1"], await _disk.ReceivedAsync());
        _disk.Clock.Advance(Second * 4);
        Assert.Empty(await _disk.ReceivedAsync());
        _disk.Clock.Advance(Second);
        Assert.Equal(["a:2"], await _disk.ReceivedAsync());
    }

    [Fact]
    public async Task A_second_message_of_the_same_id_is_dropped_while_the_first_is_waiting_or_locked()
    {
        await _disk.SendAsync("a", "a");
        await _disk.SendAsync("a");
        var only = await _disk.ReceiveOneAsync();
        await _disk.SendAsync("a", "b");

        Assert.Equal(["b:1"], await _disk.ReceivedAsync());

        await _disk.CompleteAsync(only);
        await _disk.SendAsync("a");
        Assert.Equal(["a:1"], await _disk.ReceivedAsync());
    }

    [Fact]
    public async Task Messages_locks_and_counts_outlive_the_process()
    {
        await _disk.SendAsync("locked", "waiting", "resting");
        var locked = Assert.Single(await _disk.ReceiveAsync(1));
        var received = await _disk.ReceiveAsync();
        await _disk.AbandonAsync(received[0], TimeSpan.Zero);
        await _disk.AbandonAsync(received[1], Second);

        await _disk.ReopenAsync();

        Assert.Equal(["waiting:2"], await _disk.ReceivedAsync());
        _disk.Clock.Advance(Second);
        Assert.Equal(["resting:2"], await _disk.ReceivedAsync());
        Assert.True(await _disk.CompleteAsync(locked));
    }

    [Fact]
    public async Task Who_sends_wakes_the_listener()
    {
        var signal = _disk.File.Signals.For(SqliteQueues.Topic(QueueOnDisk.Name), "listener");
        var other = _disk.File.Signals.For(SqliteQueues.Topic("order-paid"), "listener");

        await _disk.SendAsync("a");

        await signal.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(other.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None).IsCompleted);
    }
}
