using System.Text;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

/// <summary>What the host posts for a message, a timer or changed documents, and what it is told.</summary>
[Collection("environment of the process")]
public sealed class InvocationPitfallTests : IAsyncLifetime
{
    private readonly TakeOrder _order = new();
    private readonly WatchThings _watch = new();
    private readonly KeepTime _time = new(() => default);
    private SmallHandler _handler = null!;

    public async Task InitializeAsync() => _handler = await new SmallHandler(_order, _watch, _time)
    {
        Deadlines = new Deadlines
        {
            Message = TimeSpan.FromMilliseconds(300),
            Background = TimeSpan.FromMilliseconds(300),
            Grace = TimeSpan.FromMilliseconds(100),
            LongestRest = TimeSpan.Zero,
        },
    }.StartAsync();

    public async Task DisposeAsync() => await _handler.DisposeAsync();

    [Fact]
    public async Task Pitfall_02_success_is_200_with_a_body_that_is_never_empty()
    {
        var answers = new[]
        {
            await _handler.InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage()),
            await _handler.InvokeAsync("StrikeHour", HostPayloads.Timer(isPastDue: false)),
            await _handler.InvokeAsync(nameof(WatchThings), HostPayloads.Changes),
        };

        Assert.All(answers, answer =>
        {
            Assert.Equal((200, "application/json"), (answer.Status, answer.Headers["Content-Type"]));
            Assert.Equal("""{"Outputs":{},"ReturnValue":null,"Logs":[]}""", answer.Body);
        });
    }

    [Fact]
    public async Task Pitfall_05_a_body_cannot_overwrite_what_the_broker_says_of_it()
    {
        var body = Convert.ToBase64String(
            """{"orderId":"A-1","qty":2,"MessageId":"x","DeliveryCount":99,"sys":{}}"""u8.ToArray());
        _order.Fault = new InvalidOperationException("no");

        var answer = await _handler.InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage(body));

        Assert.Equal(500, answer.Status);
        Assert.Empty((await ParkedAsync()).Items);
    }

    [Fact]
    public async Task Pitfall_06_numbers_and_texts_inside_strings_and_dates_without_zone_are_understood()
    {
        _order.Fault = new InvalidOperationException("no");

        var answer = await _handler.InvokeAsync(
            nameof(TakeOrder), HostPayloads.BinaryMessage(deliveryCount: Delivery.Maximum));

        var parked = Assert.Single((await ParkedAsync()).Items);
        Assert.Equal((200, "order-A-1", Delivery.Maximum), (answer.Status, parked.MessageId, parked.Deliveries));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Accept: */*")]
    public async Task Pitfall_07_a_body_comes_in_chunks_or_with_its_length(string header)
    {
        var answer = await _handler.SendAsync(
            "POST", "/" + nameof(TakeOrder), HostPayloads.BinaryMessage(),
            header, "Content-Type: application/json; charset=utf-8");

        Assert.Equal(200, answer.Status);
        Assert.Equal(new TakeOrder.Order("A-1", 2), Assert.Single(_order.Taken));
    }

    [Fact]
    public async Task Pitfall_12_a_message_nobody_can_settle_otherwise_is_parked_and_counts_as_done()
    {
        _order.Fault = new HopelessMessageException("there is no such order");

        var answer = await _handler.InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage(deliveryCount: 1));

        Assert.Equal(200, answer.Status);
        Assert.Equal("there is no such order", Assert.Single((await ParkedAsync()).Items).Reason);
    }

    [Theory]
    [InlineData(nameof(TakeOrder))]
    [InlineData("StrikeHour")]
    [InlineData(nameof(WatchThings))]
    public async Task Pitfall_17_an_endless_invocation_is_given_up_before_the_host_gives_up_the_process(string function)
    {
        using var never = new SemaphoreSlim(0);
        _order.Deed = () => never.WaitAsync();
        _time.Deed = () => never.WaitAsync();
        _watch.Deed = _ => never.WaitAsync();

        var answer = await _handler.InvokeAsync(function, PayloadOf(function));

        Assert.Equal(500, answer.Status);
    }

    [Fact]
    public async Task Pitfall_21_the_hosts_own_id_stands_beside_every_line_of_the_log()
    {
        _order.Fault = new InvalidOperationException("no");

        await _handler.SendAsync(
            "POST", "/" + nameof(TakeOrder), HostPayloads.BinaryMessage(), $"{HostDoor.InvocationId}: 8f2c");

        Assert.Contains(
            _handler.Log.Lines,
            line => line.Contains("Invocation 8f2c", StringComparison.Ordinal)
                && line.Contains("TakeOrder failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_is_told_in_a_few_words_and_without_its_secrets()
    {
        _watch.Deed = _ => throw new InvalidOperationException("the password is xyzzy");

        var answer = await _handler.InvokeAsync(nameof(WatchThings), HostPayloads.Changes);

        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal(
            (500, "invocation.failed"), (answer.Status, problem.RootElement.GetProperty("code").GetString()));
        Assert.DoesNotContain("xyzzy", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"Data":{}}""")]
    public async Task What_is_no_envelope_is_a_failure(string body) =>
        Assert.Equal(500, (await _handler.InvokeAsync("StrikeHour", Encoding.UTF8.GetBytes(body))).Status);

    [Fact]
    public async Task An_envelope_may_be_larger_than_any_request_of_a_customer()
    {
        var note = new string('x', 3 * 1024 * 1024);
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"orderId":"{{note}}","qty":2}"""));

        var answer = await _handler.InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage(body));

        Assert.Equal((200, note.Length), (answer.Status, Assert.Single(_order.Taken).OrderId.Length));
    }

    private static byte[] PayloadOf(string function) => function switch
    {
        nameof(TakeOrder) => HostPayloads.BinaryMessage(),
        nameof(WatchThings) => HostPayloads.Changes,
        _ => HostPayloads.Timer(isPastDue: false),
    };

    private Task<(IReadOnlyList<ParkedMessage> Items, string? Continuation)> ParkedAsync() =>
        _handler.Get<ParkedMessages>().ListAsync(10, null, CancellationToken.None);
}
