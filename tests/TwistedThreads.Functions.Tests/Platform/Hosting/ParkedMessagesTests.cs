using System.Text;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>What operators do with parked messages, from the queue to the audit.</summary>
public sealed class ParkedMessagesTests : IAsyncLifetime
{
    private readonly TakeNotes _notes = new();
    private readonly SmallHome _home;

    public ParkedMessagesTests() => _home = new SmallHome(_notes);

    public Task InitializeAsync() => _home.StartAsync();

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task After_the_fix_a_redriven_message_succeeds_and_the_audit_remembers()
    {
        var parked = await ParkAsync("note");
        _notes.Deed = static (_, _) => Task.CompletedTask;

        Assert.True(await _home.Parked.RedriveAsync(parked.Id, "olga", CancellationToken.None));

        await Eventually.IsAsync(() => _notes.Done.Contains("note"), "the note was taken");
        Assert.Empty(await _home.ParkedAsync());
        var entry = Assert.Single(await _home.AuditAsync());
        Assert.Equal(("redrive", "olga", "note"), (entry.Deed, entry.By, entry.Message.MessageId));
        Assert.Equal(parked.Body, entry.Message.Body);
        Assert.False(await _home.Parked.RedriveAsync(parked.Id, "olga", CancellationToken.None));
    }

    [Fact]
    public async Task A_discarded_message_stays_in_the_audit_with_who_and_why()
    {
        var parked = await ParkAsync("note");

        Assert.True(await _home.Parked.DiscardAsync(parked.Id, "olga", "a test order", CancellationToken.None));

        Assert.Empty(await _home.ParkedAsync());
        var entry = Assert.Single(await _home.AuditAsync());
        Assert.Equal(("discard", "olga", "a test order"), (entry.Deed, entry.By, entry.Reason));
        Assert.Equal("""{"text":"note"}""", Encoding.UTF8.GetString(entry.Message.Body));
        Assert.False(await _home.Parked.DiscardAsync(parked.Id, "olga", "again", CancellationToken.None));
        Assert.Single(await _home.AuditAsync());
    }

    [Fact]
    public async Task A_message_redriven_in_vain_is_parked_again_and_its_id_does_not_grow()
    {
        var parked = await ParkAsync("note");
        for (var round = 0; round < 4; round++)
        {
            await _home.Parked.RedriveAsync(parked.Id, "olga", CancellationToken.None);
            await Eventually.IsAsync(async () => (await _home.ParkedAsync()).Count == 1, "it was parked again");
            var again = (await _home.ParkedAsync())[0];
            Assert.NotEqual(parked.MessageId, again.MessageId);
            parked = again;
        }

        Assert.Equal(4, (await _home.AuditAsync()).Count);
        Assert.Matches("^note\\.r[0-9]+$", parked.MessageId);
    }

    [Fact]
    public async Task A_message_parked_twice_is_listed_once()
    {
        var delivery = new Delivery("notes", nameof(TakeNotes), "m1", 5, [1, 2, 3]);

        await _home.Parked.ParkAsync(delivery, "first", CancellationToken.None);
        await _home.Parked.ParkAsync(delivery with { Count = 6 }, "second", CancellationToken.None);
        await _home.Parked.ParkAsync(delivery with { Queue = "others" }, "another", CancellationToken.None);

        Assert.Equal(["another", "second"], (await _home.ParkedAsync()).Select(message => message.Reason).Order());
    }

    [Fact]
    public async Task A_very_long_reason_is_shortened()
    {
        var delivery = new Delivery("notes", nameof(TakeNotes), "m1", 5, []);

        await _home.Parked.ParkAsync(delivery, new string('x', 5000), CancellationToken.None);

        Assert.Equal(1000, Assert.Single(await _home.ParkedAsync()).Reason.Length);
    }

    private async Task<ParkedMessage> ParkAsync(string text)
    {
        _notes.Deed = static (_, _) => throw new HopelessMessageException("a bug of ours");
        await TakeNotes.SendAsync(_home, text);
        await Eventually.IsAsync(async () => (await _home.ParkedAsync()).Count == 1, "the message was parked");
        await Eventually.IsAsync(() => _home.Queues.Depths().Count == 0, "the queue was empty");
        return (await _home.ParkedAsync())[0];
    }
}
