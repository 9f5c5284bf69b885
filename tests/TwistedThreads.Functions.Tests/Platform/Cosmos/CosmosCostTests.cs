using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Telemetry;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>What the account is asked for is what was needed, and the meter has what the account charged.</summary>
public sealed class CosmosCostTests : CosmosTrouble
{
    [Fact]
    public async Task A_read_is_one_point_read()
    {
        await GivenAsync(Drafts, Create("a"));

        await MeteredAsync(() => ReadAsync(Drafts, "a"));
        AssertAsked(("point-read", 1));

        await MeteredAsync(() => ReadAsync(Drafts, "none"));
        AssertAsked(("point-read", 1));
    }

    [Fact]
    public async Task A_commit_is_one_batch()
    {
        await GivenAsync(Drafts, Create("a"));

        await MeteredAsync(() => CommitAsync(Drafts, Create("b"), Add("a"), Create("c", 123456789)));

        AssertAsked(("batch", 1));
    }

    [Fact]
    public async Task A_confirmed_commit_is_one_batch_and_one_look_at_the_second_region()
    {
        await GivenAsync(Orders, Create("a"));

        await MeteredAsync(() => CommitAsync(Orders, Create("b"), Add("a")));

        AssertAsked(("batch", 1), ("point-read", 1));
    }

    [Fact]
    public async Task A_refused_commit_is_one_batch_and_one_look_at_who_was_faster()
    {
        await GivenAsync(Orders, Create("a"));

        await MeteredAsync(() => CommitAsync(Orders, Create("a")));

        AssertAsked(("batch", 1), ("point-read", 1));
    }

    [Fact]
    public async Task A_family_is_one_query_without_a_plan()
    {
        await GivenAsync(Drafts, Create("a|1"), Create("a|2"), Create("b|1"));
        var family = new DocumentQuery(Drafts) { PartitionKey = "ada", IdPrefix = "a|" };

        var page = await MeteredAsync(() => Engine.Documents.QueryAsync(family, CancellationToken.None).AsTask());

        Assert.Equal(["a|1", "a|2"], page.Items.Select(document => document.Id));
        AssertAsked(("query", 1));
    }

    [Fact]
    public async Task Whole_queries_and_the_change_feed_are_metered_too()
    {
        await GivenAsync(Drafts, Create("a"), Create("b"));

        await MeteredAsync(
            () => Engine.Documents.QueryAsync(new DocumentQuery(Drafts), CancellationToken.None).AsTask());
        await MeteredAsync(() => Engine.Documents.FindCursorAsync(Drafts, null, CancellationToken.None).AsTask());
        await MeteredAsync(
            () => Engine.Documents.ReadChangesAsync(Drafts, null, null, 10, CancellationToken.None).AsTask());

        Assert.NotEqual(0, Account.Log.Count("change-feed"));
    }

    [Fact]
    public async Task Making_the_schema_again_changes_nothing()
    {
        await GivenAsync(Drafts, Create("a"));

        await CosmosSchema.EnsureAsync(Engine.Connection, Containers, CancellationToken.None);
        await CosmosSchema.EnsureAsync(Engine.Connection, Containers, CancellationToken.None);

        Assert.Equal(1, await NumberAsync(Drafts, "a"));
    }

    // The meter must have exactly what the account has charged for requests for items.
    private async Task<T> MeteredAsync<T>(Func<Task<T>> work)
    {
        Account.Log.Reset();
        var meter = new UsageMeter();
        var invocation = meter.Begin("Test", "test");
        var result = await work();
        var charged = Account.Log.Counts.Where(IsTold).Sum(count => count.Charge);
        Assert.Equal(charged, invocation.Counts().RequestUnits, 0.001);
        Assert.NotEqual(0, charged);
        invocation.Dispose();
        return result;
    }

    // The client does not pass on what a plan costs.
    private static bool IsTold(RequestCount count) => count.Kind.Operation is not ("metadata" or "query-plan");

    private void AssertAsked(params (string Operation, long Count)[] expected) => Assert.Equal(
        expected,
        Account.Log.Counts
            .Where(count => count.Kind.Operation != "metadata")
            .GroupBy(count => count.Kind.Operation, (operation, counts) => (operation, counts.Sum(one => one.Count))));
}
