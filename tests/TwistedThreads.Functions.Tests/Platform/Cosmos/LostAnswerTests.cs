using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Hosting;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>A write whose answer is lost is told as it was, and never done twice.</summary>
public sealed class LostAnswerTests : CosmosTrouble
{
    public static TheoryData<string> Batches => ["create", "replace", "patch", "upsert and patch", "book", "delete"];

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task A_write_whose_answer_times_out_is_told_as_written(string batch)
    {
        await GivenAsync();

        WestRegion.TimeoutAfterCommit();

        await WrittenOnceAsync(batch, await OperationsAsync(batch));
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task A_write_whose_connection_is_cut_is_told_as_written(string batch)
    {
        await GivenAsync();

        WestRegion.CutAfterCommit();

        await WrittenOnceAsync(batch, await OperationsAsync(batch));
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task A_repetition_in_the_other_region_is_recognised_where_the_first_attempt_had_arrived(string batch)
    {
        await GivenAsync();

        await FailOverUnderAsync(batch, lag: TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task A_repetition_in_the_other_region_counts_where_the_first_attempt_was_lost(string batch)
    {
        await GivenAsync();

        await FailOverUnderAsync(batch, lag: TimeSpan.FromHours(1));

        Assert.NotEmpty(Account.Conflicts);
    }

    [Fact]
    public async Task A_refusal_by_others_stays_a_refusal_where_an_answer_was_lost()
    {
        await GivenAsync();
        WestRegion.Fail(408, count: 1);

        var outcome = await CommitAsync(Drafts, Create("other"), Create("taken"));

        Assert.Equal((BatchRejection.AlreadyExists, 1), (outcome.Rejection, outcome.Index));
        Assert.Null(await ReadAsync(Drafts, "other"));
    }

    // How long is not the question here, and a busy machine answers late.
    protected override CosmosOptions Change(CosmosOptions options) => base.Change(options) with
    {
        ReadDeadline = TimeSpan.FromSeconds(60),
        WriteDeadline = TimeSpan.FromSeconds(60),
    };

    private Task GivenAsync() => GivenAsync(Drafts, Create("level", 5), Create("taken"), Create("old"));

    private async Task FailOverUnderAsync(string batch, TimeSpan lag)
    {
        var operations = await OperationsAsync(batch);
        Account.Log.Reset();
        Account.ReplicationLag = lag;
        WestRegion.HangAfterCommit();
        var written = WrittenOnceAsync(batch, operations);
        await Eventually.IsAsync(() => Account.Log.Count("batch", region: West) > 0, "the batch reaches the region");
        await WestRegion.Refuse();
        Account.FailOver(North);
        await written;
    }

    private async Task<DocumentOperation[]> OperationsAsync(string batch) => batch switch
    {
        "create" => [Create("new", 7)],
        "replace" => [DocumentOperation.Over((await ReadAsync(Drafts, "taken"))!, new Counter(7))],
        "patch" => [Add("level")],
        "upsert and patch" => [DocumentOperation.Put("new", "thing", new Counter(7)), Add("level")],
        "book" => [Add("level"), Create("new", 7)],
        _ => [new DocumentOperation.Delete("old")],
    };

    private async Task WrittenOnceAsync(string batch, DocumentOperation[] operations)
    {
        var outcome = await CommitAsync(Drafts, operations);

        Assert.True(outcome.IsCommitted, outcome.ToString());
        var isPatched = operations.Any(operation => operation is DocumentOperation.Patch);
        Assert.Equal(isPatched ? 6 : 5, await NumberAsync(Drafts, "level"));
        Assert.Equal(batch == "delete", await ReadAsync(Drafts, "old") is null);
        for (var index = 0; index < operations.Length; index++)
        {
            var now = await ReadAsync(Drafts, operations[index].Id);
            Assert.Equal(now?.ETag, outcome.ETags[index]);
            Assert.Equal(operations[index].NewKind is null, now?.As<Counter>().N != 7);
        }
    }
}
