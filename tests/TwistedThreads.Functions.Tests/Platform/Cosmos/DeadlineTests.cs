using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>A region that swallows requests costs no read its answer and no caller more than the deadline.</summary>
public sealed class DeadlineTests : CosmosTrouble
{
    protected override CosmosOptions Change(CosmosOptions options) => base.Change(options) with
    {
        WriteDeadline = TimeSpan.FromMilliseconds(500),
    };

    [Theory]
    [InlineData("read")]
    [InlineData("family")]
    [InlineData("ordered")]
    [InlineData("everywhere")]
    [InlineData("changes")]
    public async Task Reads_are_answered_by_the_other_region(string what)
    {
        await GivenAsync(Drafts, Create("a"));
        await CountAsync(what, CancellationToken.None);

        WestRegion.Hang();

        Assert.Equal(1, await CountAsync(what, CancellationToken.None));
    }

    [Fact]
    public async Task Writes_end_at_their_deadline()
    {
        await GivenAsync(Drafts, Create("a"));
        WestRegion.Hang();

        await Assert.ThrowsAsync<DocumentsTimeoutException>(() => CommitAsync(Drafts, Create("b")));
    }

    [Theory]
    [InlineData("read")]
    [InlineData("everywhere")]
    [InlineData("changes")]
    [InlineData("commit")]
    public async Task Who_cancels_hears_of_cancellation_and_of_no_fault(string what)
    {
        await GivenAsync(Drafts, Create("a"));
        foreach (var region in Account.Regions.Values)
        {
            region.Hang();
        }

        using var wish = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CountAsync(what, wish.Token));
    }

    [Fact]
    public async Task A_region_that_is_behind_does_not_say_that_a_document_is_missing()
    {
        Account.ReplicationLag = TimeSpan.FromHours(1);
        await GivenAsync(Drafts, Create("a"));
        await WestRegion.Refuse();

        await Assert.ThrowsAnyAsync<DocumentsException>(() => ReadAsync(Drafts, "a"));
    }

    private async Task<int> CountAsync(string what, CancellationToken cancellation)
    {
        var documents = Engine.Documents;
        var all = new DocumentQuery(Drafts);
        return what switch
        {
            "read" => await documents.ReadAsync(Drafts, "ada", "a", cancellation) is null ? 0 : 1,
            "family" => await Of(all with { PartitionKey = "ada", IdPrefix = "a" }),
            "ordered" => await Of(all with { PartitionKey = "ada" }),
            "everywhere" => await Of(all),
            "changes" => (await documents.ReadChangesAsync(Drafts, null, null, 10, cancellation)).Items.Count,
            _ => (await documents.CommitAsync(Drafts, "ada", [Create("b")], cancellation)).ETags.Count,
        };

        async Task<int> Of(DocumentQuery query) => (await documents.QueryAsync(query, cancellation)).Items.Count;
    }
}
