using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

public abstract partial class DocumentsConformance
{
    [Theory]
    [InlineData("create a taken id", BatchRejection.AlreadyExists)]
    [InlineData("replace nothing", BatchRejection.NotFound)]
    [InlineData("replace a stale one", BatchRejection.ETagMismatch)]
    [InlineData("delete nothing", BatchRejection.NotFound)]
    [InlineData("delete a stale one", BatchRejection.ETagMismatch)]
    [InlineData("patch nothing", BatchRejection.NotFound)]
    [InlineData("patch where too little is", BatchRejection.ConditionFailed)]
    public async Task A_batch_that_fails_in_the_middle_leaves_nothing(string deed, BatchRejection reason)
    {
        var etag = (await GivenAsync(Create("counter"), Create("doomed"), Create("taken")))[0]!;
        var before = await Documents.ReadChangesAsync(Things, null, null, 100, CancellationToken.None);

        var outcome = await CommitAsync(
            Create("new"), Upsert("counter"), new DocumentOperation.Delete("doomed"), Failing(deed), Create("later"));

        AssertRejected(reason, 3, outcome);
        Assert.Equal(["counter", "doomed", "taken"], await IdsAsync(OwnThings));
        Assert.Equal(1, await NumberAsync("counter", "n"));
        Assert.Equal(etag, (await ReadAsync("counter"))!.ETag);
        var after = await Documents.ReadChangesAsync(Things, null, before.Cursor, 100, CancellationToken.None);
        Assert.Empty(after.Items);
        Assert.True((await CommitAsync(Create("new"), Create("later"))).IsCommitted);
    }

    [Fact]
    public async Task A_batch_reports_an_etag_for_every_operation_in_order_and_none_for_deletions()
    {
        await GivenAsync(Create("old"), Create("counter"));

        var etags = await GivenAsync(
            Create("a"), new DocumentOperation.Delete("old"), Upsert("b"), Add("counter", "n", 1));

        Assert.Equal(
            [(await ReadAsync("a"))!.ETag, null, (await ReadAsync("b"))!.ETag, (await ReadAsync("counter"))!.ETag],
            etags);
    }

    [Fact]
    public async Task Later_operations_of_a_batch_see_the_earlier_ones()
    {
        await GivenAsync(Create("a", new { n = 1 }), Add("a", "n", 4, new AtLeast("n", 1)));

        Assert.Equal(5, await NumberAsync("a", "n"));
        AssertRejected(BatchRejection.AlreadyExists, 1, await CommitAsync(Create("b"), Create("b")));
        Assert.Null(await ReadAsync("b"));
    }

    [Fact]
    public async Task A_hundred_operations_are_a_batch_and_one_more_is_not()
    {
        DocumentOperation[] hundred = [.. Enumerable.Range(0, 100).Select(index => Create($"d{index:000}"))];

        await Assert.ThrowsAsync<DocumentLimitException>(() => CommitAsync([.. hundred, Create("one-more")]));
        Assert.Empty(await IdsAsync(OwnThings));

        Assert.Equal(100, (await GivenAsync(hundred)).Count);
    }

    [Fact]
    public async Task An_empty_batch_is_a_programming_error() =>
        await Assert.ThrowsAsync<DocumentLimitException>(() => CommitAsync());

    [Fact]
    public async Task Two_megabytes_are_too_much_before_anything_happens()
    {
        var half = new { text = new string('x', 1024 * 1024) };

        await Assert.ThrowsAsync<DocumentLimitException>(() => CommitAsync(Create("a", half), Create("b", half)));
        await Assert.ThrowsAsync<DocumentLimitException>(
            () => CommitAsync(Create("c", new { text = new string('ü', 1024 * 1024) })));

        Assert.Empty(await IdsAsync(OwnThings));
    }

    [Fact]
    public async Task Nearly_two_megabytes_are_stored_in_full()
    {
        var text = new string('x', 1_900_000);

        await GivenAsync(Create("large", new { text }));

        AssertSame(Json(new { text }), (await ReadAsync("large"))!.Body);
    }

    private static DocumentOperation Failing(string deed) => deed switch
    {
        "create a taken id" => Create("taken"),
        "replace nothing" => Replace("missing", "1"),
        "replace a stale one" => Replace("taken", "0"),
        "delete nothing" => new DocumentOperation.Delete("missing"),
        "delete a stale one" => new DocumentOperation.Delete("taken", "0"),
        "patch nothing" => Add("missing", "n", 1),
        "patch where too little is" => Add("taken", "n", 1, new AtLeast("n", 2)),
        _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, "No such deed."),
    };
}
