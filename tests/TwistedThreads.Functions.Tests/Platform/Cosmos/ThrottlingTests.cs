using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>Throttling is waited out for a while, then told with the pause that the service asks for.</summary>
public sealed class ThrottlingTests : CosmosTrouble
{
    [Fact]
    public async Task Throttling_within_the_budget_is_not_seen()
    {
        WestRegion.Throttle(TimeSpan.FromMilliseconds(10), count: 3);

        await GivenAsync(Drafts, Create("a"));
        WestRegion.Throttle(TimeSpan.FromMilliseconds(10), count: 3);

        Assert.Equal(1, await NumberAsync(Drafts, "a"));
        Assert.Equal(1, Account.Log.Counts.Single(count => count.Kind is { Operation: "batch", Status: 200 }).Count);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("query")]
    [InlineData("commit")]
    [InlineData("changes")]
    public async Task Throttling_beyond_the_budget_is_told_with_the_pause_asked_for(string what)
    {
        await GivenAsync(Drafts, Create("a"));
        var pause = TimeSpan.FromMinutes(3);
        foreach (var region in Account.Regions.Values)
        {
            region.Throttle(pause);
        }

        var fault = await Assert.ThrowsAsync<DocumentsThrottledException>(() => DoAsync(what));

        Assert.Equal(pause, fault.RetryAfter);
    }

    [Fact]
    public async Task Short_pauses_add_up_to_the_budget_and_nothing_is_written()
    {
        WestRegion.Throttle(TimeSpan.FromMilliseconds(200));

        var fault = await Assert.ThrowsAsync<DocumentsThrottledException>(() => CommitAsync(Drafts, Create("a")));

        Assert.Equal(TimeSpan.FromMilliseconds(200), fault.RetryAfter);
        await WestRegion.Restore();
        Assert.Null(await ReadAsync(Drafts, "a"));
    }

    [Fact]
    public async Task A_throttled_client_is_not_replaced()
    {
        WestRegion.Throttle(TimeSpan.FromMinutes(1));
        Engine.Clock.Advance(TimeSpan.FromHours(1));

        for (var call = 0; call < 10; call++)
        {
            await Assert.ThrowsAsync<DocumentsThrottledException>(() => CommitAsync(Drafts, Create("a")));
        }

        Assert.Equal(1, Engine.Connection.Clients);
    }

    private async Task<object?> DoAsync(string what) => what switch
    {
        "read" => await ReadAsync(Drafts, "a"),
        "query" => await Engine.Documents.QueryAsync(
            new DocumentQuery(Drafts) { PartitionKey = "ada", IdPrefix = "a" }, CancellationToken.None),
        "commit" => await CommitAsync(Drafts, Create("b")),
        _ => await Engine.Documents.ReadChangesAsync(Drafts, null, null, 10, CancellationToken.None),
    };
}
