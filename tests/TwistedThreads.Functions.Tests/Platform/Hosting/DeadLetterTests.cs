using System.Text;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>Messages that the broker gave up end where operators look.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    private const string Reasons =
        """{ "DeadLetterReason": "MaxDeliveryCountExceeded", "DeadLetterErrorDescription": "10 attempts", "n": 1 }""";

    private readonly BuryNotes _drain = new();
    private readonly TakeNotes _notes = new();
    private readonly SmallHome _home;

    public DeadLetterTests() => _home = new SmallHome(_notes, _drain);

    public async Task InitializeAsync()
    {
        await _home.StartAsync();
        _drain.Parked = _home.Parked;
    }

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Theory]
    [InlineData("{\"text\":\"note\"}")]
    [InlineData("no JSON at all")]
    [InlineData("")]
    public async Task A_dead_letter_is_parked_unread_under_the_queue_it_was_in(string body)
    {
        await InvokeAsync(body, Reasons);

        var parked = Assert.Single(await _home.ParkedAsync());
        Assert.Equal(
            ("notes", nameof(TakeNotes), "order-A-1", 11),
            (parked.Queue, parked.Function, parked.MessageId, parked.Deliveries));
        Assert.Equal("dead-lettered by the broker: MaxDeliveryCountExceeded: 10 attempts", parked.Reason);
        Assert.Equal(body, Encoding.UTF8.GetString(parked.Body));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    public async Task A_dead_letter_without_a_reason_is_parked_all_the_same(string properties)
    {
        await InvokeAsync("{}", properties);

        Assert.EndsWith("it gave no reason", Assert.Single(await _home.ParkedAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_letter_delivered_again_is_parked_once()
    {
        await InvokeAsync("{}", Reasons);
        await InvokeAsync("{}", Reasons);

        Assert.Single(await _home.ParkedAsync());
    }

    [Fact]
    public async Task A_dead_letter_that_cannot_be_parked_stays_with_the_broker()
    {
        _drain.Parked = null;

        await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync("{}", Reasons));

        Assert.Empty(await _home.ParkedAsync());
    }

    [Fact]
    public async Task A_parked_dead_letter_goes_back_to_its_queue()
    {
        await InvokeAsync("""{"text":"note"}""", Reasons);
        var parked = Assert.Single(await _home.ParkedAsync());

        await _home.Parked.RedriveAsync(parked.Id, "olga", CancellationToken.None);

        await Eventually.IsAsync(() => _notes.Attempted.Contains("note"), "the note was attempted again");
    }

    [Fact]
    public async Task The_embedded_home_does_not_listen_for_dead_letters()
    {
        const string Queue = "notes" + DeadLetter.Suffix;
        await _home.Queues.SendAsync(
            Queue, [new OutgoingMessage("m1", "s", "{}"u8.ToArray())], CancellationToken.None);
        await TakeNotes.SendAsync(_home, "note");

        await Eventually.IsAsync(() => _notes.Attempted.Contains("note"), "the note was attempted");

        Assert.Empty(_drain.Seen);
        Assert.Equal(1, _home.Queues.Depths()[Queue]);
    }

    private Task InvokeAsync(string body, string properties)
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(body));
        var payload = Encoding.UTF8.GetString(HostPayloads.BinaryMessage(base64, deliveryCount: 11))
            .Replace("""{ "tenant": "t1" }""", properties, StringComparison.Ordinal);
        return _home.Invoker.InvokeAsync(nameof(BuryNotes), Encoding.UTF8.GetBytes(payload), CancellationToken.None);
    }
}
