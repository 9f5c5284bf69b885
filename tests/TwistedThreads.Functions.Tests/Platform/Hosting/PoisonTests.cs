using System.Text;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

public sealed class PoisonTests : IAsyncLifetime
{
    private readonly TakeNotes _notes = new();
    private readonly SmallHome _home;

    public PoisonTests() => _home = new SmallHome(_notes) { Patience = TimeSpan.FromMilliseconds(100) };

    public Task InitializeAsync() => _home.StartAsync();

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task A_message_that_fails_each_time_is_parked_while_those_behind_it_flow()
    {
        _notes.Deed = Fail("poison", () => new InvalidOperationException("the label is torn"));

        await TakeNotes.SendAsync(_home, "poison", "one", "two", "three");

        await Eventually.IsAsync(() => _notes.Done.Count == 3, "the other notes were taken");
        Assert.Empty(await _home.ParkedAsync());
        var parked = await ParkedOneAsync();
        Assert.Equal(Delivery.Maximum, _notes.Attempts("poison"));
        Assert.Equal(("notes", nameof(TakeNotes), "poison", 5),
            (parked.Queue, parked.Function, parked.MessageId, parked.Deliveries));
        Assert.Equal("InvalidOperationException: the label is torn", parked.Reason);
        Assert.Equal("""{"text":"poison"}""", Encoding.UTF8.GetString(parked.Body));
        await Eventually.IsAsync(() => _home.Queues.Depths().Count == 0, "the queue was empty");
        Assert.Equal(3, _notes.Done.Count);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"text":null}""")]
    [InlineData("""{"text":7}""")]
    [InlineData("""{"text":"a","text":"b"}""")]
    [InlineData("""{"text":"\ud83d"}""")]
    public async Task What_cannot_be_read_is_parked_at_once_with_its_bytes(string body)
    {
        await _home.Queues.SendAsync("notes", [TakeNotes.Message("m1", body)], CancellationToken.None);

        await Eventually.IsAsync(async () => (await _home.ParkedAsync()).Count == 1, "the message was parked");
        var parked = Assert.Single(await _home.ParkedAsync());
        Assert.StartsWith("unreadable: ", parked.Reason, StringComparison.Ordinal);
        Assert.Equal((1, body), (parked.Deliveries, Encoding.UTF8.GetString(parked.Body)));
        Assert.Empty(_notes.Attempted);
    }

    [Fact]
    public async Task A_hopeless_message_is_parked_at_once_with_the_reason_its_function_gave()
    {
        _notes.Deed = Fail("hopeless", () => new HopelessMessageException("the order was never placed"));

        await TakeNotes.SendAsync(_home, "hopeless");

        await Eventually.IsAsync(async () => (await _home.ParkedAsync()).Count == 1, "the message was parked");
        Assert.Equal("the order was never placed", (await _home.ParkedAsync())[0].Reason);
        Assert.Equal(1, _notes.Attempts("hopeless"));
    }

    [Fact]
    public async Task A_call_whose_own_time_ran_out_is_a_failure_like_any_other()
    {
        _notes.Deed = Fail("slow", () => new TaskCanceledException("the carrier did not answer"));

        await TakeNotes.SendAsync(_home, "slow");

        var parked = await ParkedOneAsync();
        Assert.Equal("TaskCanceledException: the carrier did not answer", parked.Reason);
        Assert.Equal(Delivery.Maximum, _notes.Attempts("slow"));
    }

    [Fact]
    public async Task A_function_that_never_ends_is_stopped_and_its_message_parked()
    {
        _notes.Deed = (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation);

        await TakeNotes.SendAsync(_home, "endless");

        var parked = await ParkedOneAsync();
        Assert.Equal("TimeoutException: TakeNotes took longer than 0.1 s.", parked.Reason);
        Assert.Equal(Delivery.Maximum, parked.Deliveries);
    }

    [Fact]
    public async Task A_failure_that_passes_is_delivered_again_after_its_pause()
    {
        _notes.Deed = (_, _) => _notes.Attempted.Count < 3 ? throw new IOException("busy") : Task.CompletedTask;

        await TakeNotes.SendAsync(_home, "note");

        await Eventually.IsAsync(
            () =>
            {
                _home.Advance(TimeSpan.FromMilliseconds(100));
                return _notes.Done.Count == 1;
            },
            "the note was taken");
        Assert.Equal(3, _notes.Attempted.Count);
        Assert.Empty(await _home.ParkedAsync());
    }

    // Half a second, doubled each time, a minute at most: 500 ms × 2^(n-1).
    [Theory]
    [InlineData(1, 500)]
    [InlineData(2, 1000)]
    [InlineData(5, 8000)]
    [InlineData(7, 32_000)]
    [InlineData(8, 60_000)]
    [InlineData(10_000, 60_000)]
    [InlineData(0, 500)]
    public void The_pause_doubles_up_to_a_minute(int deliveries, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), QueuePump.PauseAfter(deliveries));

    private static Func<TakeNotes.Note, CancellationToken, Task> Fail(string text, Func<Exception> fault) =>
        (note, _) => note.Text == text ? throw fault() : Task.CompletedTask;

    private async Task<ParkedMessage> ParkedOneAsync()
    {
        await Eventually.IsAsync(
            async () =>
            {
                _home.Advance(TimeSpan.FromSeconds(1));
                return (await _home.ParkedAsync()).Count == 1;
            },
            "the message was parked");
        return (await _home.ParkedAsync())[0];
    }
}
