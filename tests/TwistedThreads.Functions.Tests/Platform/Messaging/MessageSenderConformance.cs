using System.Globalization;
using System.Text;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

/// <summary>What every sender promises. One suite; each runs all of it.</summary>
public abstract class MessageSenderConformance : IAsyncLifetime
{
    protected const string Queue = "order-placed";
    protected const string OtherQueue = "scan-captured";
    private IQueueUnderTest _bus = null!;

    public async Task InitializeAsync() => _bus = await OpenAsync(Queue, OtherQueue);

    public async Task DisposeAsync() => await _bus.DisposeAsync();

    protected abstract Task<IQueueUnderTest> OpenAsync(params string[] queues);

    [Fact]
    public async Task One_message_arrives_byte_by_byte()
    {
        var body = Event("evt_1", "ü'\"\\/<>&\u0001\u2028👕");

        await SendAsync(Queue, new OutgoingMessage("evt_1", "ord_1", body));

        Assert.Equal([("evt_1", Text(body))], await TakenAsync(Queue));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(99)]
    [InlineData(1000)]
    public async Task Many_messages_all_arrive_once(int count)
    {
        var messages = Generator.Many(count, () => 0).Select((_, index) => Message(index, "Größe L 👕")).ToArray();

        await SendAsync(Queue, messages);

        Assert.Equal(Contents(messages), (await TakenAsync(Queue)).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Messages_of_any_size_all_arrive_once(int seed)
    {
        var chance = new Generator(seed);
        var messages = Enumerable.Range(0, 60)
            .Select(index => Message(index, new string(chance.OneOf(['x', 'ä', '"', '€']), chance.Between(0, 30_000))))
            .ToArray();

        await SendAsync(Queue, messages);

        Assert.Equal(Contents(messages), (await TakenAsync(Queue)).Order());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_arrive_among_others_as_they_are()
    {
        byte[] noText = [0, 1, 254, 255];

        await SendAsync(Queue, Message(1, "a"), new OutgoingMessage("raw", "ord_1", noText), Message(2, "b"));

        var taken = await _bus.TakeAllAsync(Queue);
        Assert.Equal(3, taken.Count);
        Assert.Equal(noText, taken.Single(message => message.MessageId == "raw").Body);
    }

    [Fact]
    public async Task A_message_of_an_id_that_is_there_is_dropped()
    {
        await SendAsync(Queue, Message(1, "first"), Message(2, "second"));
        await SendAsync(Queue, Message(2, "second"), Message(3, "third"));
        await SendAsync(Queue, Message(3, "third"));

        Assert.Equal(["evt_1", "evt_2", "evt_3"], (await TakenAsync(Queue)).Select(message => message.Id).Order());
    }

    [Fact]
    public async Task Two_messages_of_one_id_in_one_call_are_one()
    {
        await SendAsync(Queue, Message(1, "same"), Message(1, "same"), Message(2, "other"));

        Assert.Equal(["evt_1", "evt_2"], (await TakenAsync(Queue)).Select(message => message.Id).Order());
    }

    [Fact]
    public async Task The_same_id_in_another_queue_is_another_message()
    {
        await SendAsync(Queue, Message(1, "here"));
        await SendAsync(OtherQueue, Message(1, "there"));

        Assert.Single(await TakenAsync(Queue));
        Assert.Single(await TakenAsync(OtherQueue));
    }

    [Fact]
    public async Task No_messages_are_sent_without_a_word()
    {
        await SendAsync(Queue);

        Assert.Empty(await TakenAsync(Queue));
    }

    [Fact]
    public async Task Many_senders_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            for (var index = 0; index < 10; index++)
            {
                await SendAsync(Queue, Message((sender * 100) + index, "own"), Message(10_000 + index, "shared"));
            }
        })));

        var ids = (await TakenAsync(Queue)).Select(message => message.Id).ToList();
        Assert.Equal(90, ids.Count);
        Assert.Distinct(ids);
    }

    protected static OutgoingMessage Message(int number, string text)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"evt_{number}");
        return new OutgoingMessage(id, "ord_1", Event(id, text));
    }

    private static byte[] Event(string id, string text) => JsonSerializer.SerializeToUtf8Bytes(
        new CloudEvent<string>(id, "https://shop.example", "test.v1", "ord_1", DateTimeOffset.UnixEpoch, text));

    private static IEnumerable<(string Id, string Body)> Contents(IEnumerable<OutgoingMessage> messages) =>
        messages.Select(message => (message.MessageId, Text(message.Body))).Order();

    private Task SendAsync(string queue, params OutgoingMessage[] messages) =>
        _bus.Sender.SendAsync(queue, messages, CancellationToken.None);

    private async Task<List<(string Id, string Body)>> TakenAsync(string queue) =>
        [.. (await _bus.TakeAllAsync(queue)).Select(message => (message.MessageId, Text(message.Body)))];

    private static string Text(byte[] body) => Encoding.UTF8.GetString(body);
}
