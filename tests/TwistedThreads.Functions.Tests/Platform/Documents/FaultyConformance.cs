using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

/// <summary>With no fault planned the wrapper keeps every promise of the engine behind it; with faults, the callers'
/// way of repeating themselves is what has to hold.</summary>
public abstract class FaultyConformance : DocumentsConformance
{
    private FaultyDocuments Faulty => (FaultyDocuments)Documents;

    protected override async Task<IEngineUnderTest> OpenAsync(params DocumentContainer[] containers) =>
        new FaultyEngine(await InnerAsync(containers));

    protected abstract Task<IEngineUnderTest> InnerAsync(params DocumentContainer[] containers);

    [Theory]
    [InlineData(Fault.Throttled, typeof(DocumentsThrottledException))]
    [InlineData(Fault.TimeoutBeforeCommit, typeof(DocumentsTimeoutException))]
    [InlineData(Fault.RegionDown, typeof(DocumentsUnavailableException))]
    public async Task Before_the_commit_nothing_is_written(Fault fault, Type heard)
    {
        Faulty.OnCommits(fault);

        await Assert.ThrowsAsync(heard, () => CommitAsync(Create("a")));

        Assert.Null(await ReadAsync("a"));
        Assert.True((await CommitAsync(Create("a"))).IsCommitted);
        Assert.Equal(1, Faulty.Played);
    }

    [Fact]
    public async Task After_the_commit_all_is_written_although_nobody_heard()
    {
        Faulty.OnCommits(Fault.None, Fault.TimeoutAfterCommit);
        await GivenAsync(Create("counter", new { n = 0 }));

        await Assert.ThrowsAsync<DocumentsTimeoutException>(() => CommitAsync(Create("done"), Add("counter", "n", 1)));

        AssertRejected(BatchRejection.AlreadyExists, 0, await CommitAsync(Create("done"), Add("counter", "n", 1)));
        Assert.Equal(1, await NumberAsync("counter", "n"));
    }

    [Fact]
    public async Task Somebody_writes_in_between_and_the_etag_is_stale()
    {
        var etag = (await GivenAsync(Create("a"), Create("b")))[0]!;
        Faulty.OnCommits(Fault.StaleETag, Fault.StaleETag);

        AssertRejected(BatchRejection.ETagMismatch, 0, await CommitAsync(Replace("a", etag)));
        Assert.True((await CommitAsync(Upsert("b"))).IsCommitted);

        var now = await ReadAsync("a");
        Assert.NotEqual(etag, now!.ETag);
        Assert.Equal(1, await NumberAsync("a", "n"));
        Assert.True((await CommitAsync(Replace("a", now.ETag))).IsCommitted);
    }

    [Fact]
    public async Task A_region_is_down_for_as_many_calls_as_asked_for()
    {
        await GivenAsync(Create("a"));
        Faulty.GoDown(4);

        await Assert.ThrowsAsync<DocumentsUnavailableException>(async () => await ReadAsync("a"));
        await Assert.ThrowsAsync<DocumentsUnavailableException>(() => CommitAsync(Upsert("a", new { n = 2 })));
        await Assert.ThrowsAsync<DocumentsUnavailableException>(() => IdsAsync(OwnThings));
        await Assert.ThrowsAsync<DocumentsUnavailableException>(
            async () => await Documents.ReadChangesAsync(Things, null, null, 1, CancellationToken.None));

        Assert.Equal(1, await NumberAsync("a", "n"));
        Assert.Equal(4, Faulty.Played);
    }

    [Fact]
    public async Task Reads_fail_on_demand_too()
    {
        Faulty.OnReads(Fault.Throttled, Fault.None, Fault.TimeoutAfterCommit);

        await Assert.ThrowsAsync<DocumentsThrottledException>(async () => await ReadAsync("a"));
        Assert.Null(await ReadAsync("a"));
        await Assert.ThrowsAsync<DocumentsTimeoutException>(() => IdsAsync(OwnThings));
    }

    [Fact]
    public async Task The_same_seed_plays_the_same_faults()
    {
        var first = await OutcomesAsync(seed: 7);

        Assert.Equal(first, await OutcomesAsync(seed: 7));
        Assert.NotEqual(first, await OutcomesAsync(seed: 8));
        Assert.True(first.Distinct(StringComparer.Ordinal).Count() >= 4, string.Join(", ", first));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_batch_with_an_id_that_follows_from_its_cause_happens_once_whatever_fails(int seed)
    {
        const int Causes = 40;
        await GivenAsync(Create("counter", new { n = 0 }));
        Faulty.Plan(seed, probability: 0.5);

        for (var cause = 0; cause < Causes; cause++)
        {
            await UntilHeardAsync(Create($"effect{cause}"), Add("counter", "n", 1));
        }

        Faulty.GoWell();
        Assert.Equal(Causes, await NumberAsync("counter", "n"));
        Assert.Equal(Causes, (await IdsAsync(OwnThings with { IdPrefix = "effect" })).Count);
        Assert.True(Faulty.Played >= Causes / 4, $"Only {Faulty.Played} faults: the test proves little.");
    }

    private async Task UntilHeardAsync(params DocumentOperation[] operations)
    {
        while (true)
        {
            try
            {
                var outcome = await CommitAsync(operations);
                Assert.True(outcome.IsCommitted || outcome is { Rejection: BatchRejection.AlreadyExists, Index: 0 });
                return;
            }
            catch (DocumentsException)
            {
                // Written or not: the same batch again tells.
            }
        }
    }

    private async Task<List<string>> OutcomesAsync(int seed)
    {
        Faulty.Plan(seed, probability: 0.6);
        var outcomes = new List<string>();
        for (var call = 0; call < 40; call++)
        {
            var fault = await Record.ExceptionAsync(() => CommitAsync(Upsert("a")));
            outcomes.Add(fault?.GetType().Name ?? "fine");
        }

        Faulty.GoWell();
        return outcomes;
    }
}
