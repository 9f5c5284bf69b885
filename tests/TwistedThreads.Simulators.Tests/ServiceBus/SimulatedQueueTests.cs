using TwistedThreads.Simulators.ServiceBus;

namespace TwistedThreads.Simulators.Tests.ServiceBus;

public sealed class SimulatedQueueTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly HandClock _clock = new();
    private readonly SimulatedQueue _queue;

    public SimulatedQueueTests() => _queue = new SimulatedQueue(
        new QueueTerms("orders") { MaxDeliveryCount = 3, TimeToLive = TimeSpan.FromDays(1) }, _clock);

    [Fact]
    public void A_message_is_held_by_one_receiver_until_its_lock_runs_out()
    {
        Send("a");
        var first = _queue.TryReceive()!;

        Assert.Null(_queue.TryReceive());
        _clock.Advance(Minute);
        var second = _queue.TryReceive()!;

        Assert.Equal((1, 2), (first.DeliveryCount, second.DeliveryCount));
        Assert.False(_queue.Complete(first.LockToken));
        Assert.True(_queue.Complete(second.LockToken));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void A_renewed_lock_holds_for_another_term()
    {
        Send("a");
        var held = _queue.TryReceive()!;
        _clock.Advance(Minute * 0.9);

        Assert.True(_queue.RenewLock(held.LockToken));
        _clock.Advance(Minute * 0.9);

        Assert.Null(_queue.TryReceive());
        Assert.True(_queue.Complete(held.LockToken));
        Assert.False(_queue.RenewLock(held.LockToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_the_last_delivery_a_message_is_a_dead_letter(bool isAbandoned)
    {
        Send("a");
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            var held = _queue.TryReceive()!;
            Assert.Equal(delivery, held.DeliveryCount);
            _ = isAbandoned ? _queue.Abandon(held.LockToken) : Wait();
        }

        Assert.Equal(1, _queue.DeadLetters.Count);
        Assert.Null(_queue.TryReceive());
        var dead = _queue.DeadLetters.TryReceive()!;
        Assert.Equal(
            ("a", "orders", "MaxDeliveryCountExceeded"),
            (dead.MessageId, dead.DeadLetterSource, dead.DeadLetterReason));
        Assert.True(_queue.DeadLetters.Complete(dead.LockToken));
    }

    [Fact]
    public void A_dead_letter_is_never_given_up()
    {
        Send("a");
        _clock.Advance(TimeSpan.FromDays(1));

        for (var delivery = 0; delivery < 20; delivery++)
        {
            Assert.Equal("TTLExpiredException", _queue.DeadLetters.TryReceive()!.DeadLetterReason);
            _clock.Advance(TimeSpan.FromDays(30));
        }

        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void An_id_is_remembered_for_the_window_even_when_its_message_is_gone()
    {
        Send("a", "a");
        _queue.Complete(_queue.TryReceive()!.LockToken);
        Send("a");

        Assert.Equal((0, 1, 2), (_queue.Count, _queue.Accepted, _queue.Duplicates));
        _clock.Advance(Minute * 10);
        Send("a");
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void A_request_is_taken_as_a_whole_or_not_at_all()
    {
        var half = new byte[QueueTerms.MaxMessageBytes / 2];

        var refused = _queue.Send([new MessageDraft(half), new MessageDraft(half)]);

        Assert.Equal(403, refused!.Status);
        Assert.Equal(0, _queue.Count);
    }

    private void Send(params IEnumerable<string> ids) =>
        Assert.Null(_queue.Send([.. ids.Select(id => new MessageDraft([1]) { MessageId = id })]));

    private bool Wait()
    {
        _clock.Advance(Minute);
        return true;
    }

    private sealed class HandClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 20, 10, 15, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}
