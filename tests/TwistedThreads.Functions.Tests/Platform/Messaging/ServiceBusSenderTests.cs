using System.Text.Json;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Simulators.ServiceBus;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

/// <summary>The sender to Service Bus keeps a sender's promises, and what is Service Bus's own about it.</summary>
public sealed class ServiceBusSenderTests : MessageSenderConformance
{
    // One character more than the broker takes.
    private const string LongId = "0123456789abcdef" + "0123456789abcdef" + "0123456789abcdef" + "0123456789abcdef"
        + "0123456789abcdef" + "0123456789abcdef" + "0123456789abcdef" + "0123456789abcdef" + "0";

    protected override async Task<IQueueUnderTest> OpenAsync(params string[] queues) =>
        await SimulatedBus.OpenAsync(queues: queues.Select(queue => new QueueTerms(queue)));

    [Fact]
    public async Task A_message_carries_its_aggregate_its_type_and_its_trace()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        var traced = JsonSerializer.SerializeToUtf8Bytes(
            new CloudEvent<string>("evt_1", "s", "t", "ord_1", DateTimeOffset.UnixEpoch, "d") { TraceParent = Trace });

        await SendAsync(bus, new OutgoingMessage("evt_1", "ord_1", traced));
        await SendAsync(bus, new OutgoingMessage("evt_2", "ord_2", traced), Message(3, "without"));

        var single = bus.Space.TryReceive(Queue)!;
        Assert.Equal(
            ("evt_1", "ord_1", "application/cloudevents+json"),
            (single.MessageId, single.SessionId, single.ContentType));
        Assert.Equal(Trace, single.ApplicationProperties["Diagnostic-Id"]);
        var batched = bus.Space.TryReceive(Queue)!;
        Assert.Equal(("evt_2", "ord_2"), (batched.MessageId, batched.SessionId));
        Assert.Equal(Trace, Assert.Single(batched.ApplicationProperties).Value);
        Assert.Empty(bus.Space.TryReceive(Queue)!.ApplicationProperties);
    }

    [Fact]
    public async Task A_trace_that_is_none_is_not_passed_on()
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));

        await SendAsync(bus, new OutgoingMessage("a", "s", "{\"traceparent\":\"x\\r\\nEvil: 1\"}"u8.ToArray()));
        await SendAsync(bus, new OutgoingMessage("b", "s", "[{\"traceparent\":1}]"u8.ToArray()));

        Assert.All(bus.Space.Queue(Queue).Peek(), message => Assert.Empty(message.ApplicationProperties));
        Assert.Equal(2, bus.Space.Queue(Queue).Count);
    }

    [Fact]
    public async Task A_hundred_small_messages_are_one_request()
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));

        await SendAsync(bus, [.. Enumerable.Range(0, 100).Select(index => Message(index, "x"))]);

        Assert.Equal((1, 100), (bus.Space.Requests, bus.Space.Queue(Queue).Count));
    }

    [Fact]
    public async Task The_largest_message_that_is_allowed_arrives()
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        var most = new byte[ServiceBusRequest.MaxBytes - 1200];
        Array.Fill(most, (byte)'"');

        await SendAsync(bus, Message(1, "before"), new OutgoingMessage("evt_2", "ord_1", most), Message(3, "after"));

        Assert.Equal(3, bus.Space.Queue(Queue).Count);
    }

    [Theory]
    [InlineData(ServiceBusRequest.MaxBytes, "evt_2")]
    [InlineData(10, "")]
    [InlineData(10, LongId)]
    public async Task A_message_that_can_never_be_sent_holds_back_the_others(int size, string id)
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        var many = Enumerable.Range(0, 150).Select(index => Message(index, "x"))
            .Append(new OutgoingMessage(id, "ord_1", new byte[size]));

        await Assert.ThrowsAsync<HopelessMessageException>(() => SendAsync(bus, [.. many]));

        Assert.Equal(0, bus.Space.Requests);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Passing_trouble_is_waited_out(int status)
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        bus.Space.Fail(status, 3);

        await SendAsync(bus, Message(1, "x"));

        Assert.Equal((4, 1), (bus.Space.Requests, bus.Space.Queue(Queue).Count));
    }

    [Fact]
    public async Task A_broker_that_asks_for_a_pause_is_given_it()
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        bus.Space.Throttle(1, TimeSpan.FromSeconds(1));
        var started = TimeProvider.System.GetTimestamp();

        await SendAsync(bus, Message(1, "x"));

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(950));
        Assert.Equal(1, bus.Space.Queue(Queue).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_that_were_taken_without_an_answer_are_there_once(bool cuts)
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        bus.Space.AcceptThenFail(2, cuts);

        await SendAsync(bus, Message(1, "x"), Message(2, "y"));

        Assert.Equal(2, bus.Space.Queue(Queue).Count);
        Assert.Equal(4, bus.Space.Queue(Queue).Duplicates);
    }

    [Theory]
    [InlineData(403, "full or closed")]
    [InlineData(413, "larger")]
    [InlineData(400, "understand")]
    public async Task Lasting_trouble_is_told_at_once(int status, string advice)
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        bus.Space.Fail(status, 9);

        var fault = await Assert.ThrowsAsync<MessageBrokerException>(() => SendAsync(bus, Message(1, "x")));

        Assert.Contains(advice, fault.Message, StringComparison.Ordinal);
        Assert.False(fault.IsTransient);
        Assert.Equal(1, bus.Space.Requests);
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_named()
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));

        var unknown = await Assert.ThrowsAsync<MessageBrokerException>(
            () => bus.Sender.SendAsync("no-such", [Message(1, "x")], CancellationToken.None));
        bus.Space.Delete(Queue);
        var deleted = await Assert.ThrowsAsync<MessageBrokerException>(() => SendAsync(bus, Message(1, "x")));

        Assert.Contains("no-such answered 404", unknown.Message, StringComparison.Ordinal);
        Assert.Contains(Queue + " answered 410", deleted.Message, StringComparison.Ordinal);
        Assert.Equal(2, bus.Space.Requests);
    }

    [Fact]
    public async Task A_full_queue_is_told_from_a_missing_right()
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue) { MaxBytes = 1000 });

        var full = await Assert.ThrowsAsync<MessageBrokerException>(
            () => SendAsync(bus, Message(1, new string('x', 2000))));
        bus.Space.Members = new HashSet<string>();
        var stranger = await Assert.ThrowsAsync<MessageBrokerException>(() => SendAsync(bus, Message(1, "x")));

        Assert.Contains("maximum entity size", full.Message, StringComparison.Ordinal);
        Assert.Contains("claim(s) are required", stranger.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_that_is_away_is_given_up_and_found_again()
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        await bus.Space.RefuseAsync();

        var fault = await Assert.ThrowsAsync<MessageBrokerException>(() => SendAsync(bus, Message(1, "x")));
        await bus.Space.RestoreAsync();
        await SendAsync(bus, Message(1, "x"));

        Assert.True(fault.IsTransient);
        Assert.Equal(1, bus.Space.Queue(Queue).Count);
    }

    [Fact]
    public async Task A_namespace_that_does_not_answer_is_given_up_in_time()
    {
        await using var bus = await SimulatedBus.OpenAsync(TimeSpan.FromSeconds(0.3), queues: new QueueTerms(Queue));
        bus.Space.Hang();

        var fault = await Assert.ThrowsAsync<MessageBrokerException>(() => SendAsync(bus, Message(1, "x")));

        Assert.True(fault.IsTransient);
        Assert.Contains("within 0.3 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_calls_it_off_is_not_told_that_the_broker_failed()
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        bus.Space.Hang();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bus.Sender.SendAsync(Queue, [Message(1, "x")], source.Token));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once()
    {
        await using var bus = await SimulatedBus.OpenAsync(queues: new QueueTerms(Queue));
        await SendAsync(bus, Message(1, "x"));
        bus.Tokens.RevokeAll();

        await SendAsync(bus, Message(2, "y"));

        Assert.Equal((3, 2, 2), (bus.Space.Requests, bus.Tokens.Count, bus.Space.Queue(Queue).Count));
    }

    private static Task SendAsync(SimulatedBus bus, params OutgoingMessage[] messages) =>
        bus.Sender.SendAsync(Queue, messages, CancellationToken.None);
}
