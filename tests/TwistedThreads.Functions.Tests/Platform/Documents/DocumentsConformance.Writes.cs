using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

public abstract partial class DocumentsConformance
{
    [Fact]
    public async Task A_created_document_is_read_back_as_it_was_written()
    {
        var body = Json(new { text = "grün 'und' \"rot\" 👕", price = 19.5m, nested = new { deep = new[] { 1, 2 } } });

        var outcome = await CommitAsync(new DocumentOperation.Create("shirt", "garment", body));

        var found = await ReadAsync("shirt");
        Assert.NotNull(found);
        Assert.Equal((Owner, "shirt", "garment"), (found.PartitionKey, found.Id, found.Kind));
        Assert.Equal(outcome.ETags.Single(), found.ETag);
        AssertSame(body, found.Body);
    }

    [Fact]
    public async Task Where_kind_is_the_key_a_document_lies_under_its_kind_and_no_other()
    {
        var outcome = await Documents.CommitAsync(Notes, Kind, [Create("a")], CancellationToken.None);
        await Assert.ThrowsAsync<DocumentLimitException>(
            () => Documents.CommitAsync(Notes, "other", [Create("b")], CancellationToken.None));

        Assert.True(outcome.IsCommitted);
        Assert.Equal((Kind, Kind), await Documents.ReadAsync(Notes, Kind, "a", CancellationToken.None) is { } found
            ? (found.PartitionKey, found.Kind)
            : default);
        Assert.Equal(["a"], await IdsAsync(new DocumentQuery(Notes) { PartitionKey = Kind, Kind = Kind }));
    }

    [Fact]
    public async Task What_was_never_written_is_not_there()
    {
        await GivenAsync(Create("here"));

        Assert.Null(await ReadAsync("elsewhere"));
        Assert.Null(await ReadAsync("here", "bob"));
        Assert.Null(await Documents.ReadAsync(Papers, Owner, "here", CancellationToken.None));
    }

    [Fact]
    public async Task A_taken_id_is_refused_and_its_document_stays()
    {
        var first = (await GivenAsync(Create("a", new { n = 7 })))[0];

        var outcome = await CommitAsync(Create("a", new { n = 8 }));

        AssertRejected(BatchRejection.AlreadyExists, 0, outcome);
        Assert.Equal(7, await NumberAsync("a", "n"));
        Assert.Equal(first, (await ReadAsync("a"))!.ETag);
    }

    [Fact]
    public async Task One_id_in_two_partitions_and_two_containers_is_three_documents()
    {
        await GivenAsync(Create("a"));

        Assert.True((await CommitToAsync("bob", Create("a"))).IsCommitted);
        Assert.True((await Documents.CommitAsync(Papers, Owner, [Create("a")], CancellationToken.None)).IsCommitted);
        Assert.True((await CommitToAsync("bob", new DocumentOperation.Delete("a"))).IsCommitted);

        Assert.NotNull(await ReadAsync("a"));
        Assert.NotNull(await Documents.ReadAsync(Papers, Owner, "a", CancellationToken.None));
    }

    [Fact]
    public async Task A_replacement_writes_kind_and_body_when_the_etag_is_the_present_one()
    {
        var etag = (await GivenAsync(Create("a")))[0]!;

        var outcome = await CommitAsync(new DocumentOperation.Replace("a", "other-kind", Json(new { n = 5 }), etag));

        var found = await ReadAsync("a");
        Assert.Equal(("other-kind", outcome.ETags[0]), (found!.Kind, found.ETag));
        Assert.Equal(5, await NumberAsync("a", "n"));
    }

    [Fact]
    public async Task A_replacement_of_nothing_is_not_found() =>
        AssertRejected(BatchRejection.NotFound, 0, await CommitAsync(Replace("a", "1")));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("no-etag-of-any-engine")]
    [InlineData("' OR 1=1 --")]
    [InlineData("99999999999999999999999999")]
    public async Task Text_that_is_no_present_etag_matches_nothing(string etag)
    {
        await GivenAsync(Create("a"));

        AssertRejected(BatchRejection.ETagMismatch, 0, await CommitAsync(Replace("a", etag)));
        AssertRejected(BatchRejection.ETagMismatch, 0, await CommitAsync(new DocumentOperation.Delete("a", etag)));
        Assert.Equal(1, await NumberAsync("a", "n"));
    }

    [Fact]
    public async Task An_upsert_writes_whether_or_not_something_is_there()
    {
        await GivenAsync(Upsert("a", new { n = 1 }));
        await GivenAsync(Upsert("a", new { n = 2 }));

        Assert.Equal(2, await NumberAsync("a", "n"));
    }

    [Fact]
    public async Task A_deletion_removes_and_a_second_one_finds_nothing()
    {
        var etag = (await GivenAsync(Create("a")))[0];

        Assert.Null((await GivenAsync(new DocumentOperation.Delete("a", etag)))[0]);

        Assert.Null(await ReadAsync("a"));
        AssertRejected(BatchRejection.NotFound, 0, await CommitAsync(new DocumentOperation.Delete("a")));
        AssertRejected(BatchRejection.NotFound, 0, await CommitAsync(new DocumentOperation.Delete("a", etag)));
    }

    [Fact]
    public async Task Every_write_gives_an_etag_that_was_never_there_before()
    {
        var seen = new List<string?> { (await GivenAsync(Create("a")))[0] };
        seen.Add((await GivenAsync(Replace("a", seen[^1]!)))[0]);
        seen.Add((await GivenAsync(Upsert("a")))[0]);
        seen.Add((await GivenAsync(Add("a", "n", 1)))[0]);
        seen.Add((await GivenAsync(Upsert("a")))[0]);
        await GivenAsync(new DocumentOperation.Delete("a"));
        seen.Add((await GivenAsync(Create("a")))[0]);

        Assert.Distinct(seen);
        Assert.DoesNotContain(null, seen);
        Assert.Equal(seen[^1], (await ReadAsync("a"))!.ETag);
    }

    [Theory]
    [InlineData("replace")]
    [InlineData("upsert")]
    [InlineData("patch")]
    [InlineData("recreate")]
    public async Task An_etag_is_stale_once_somebody_else_wrote(string deed)
    {
        var stale = (await GivenAsync(Create("a")))[0]!;
        DocumentOperation[] others = deed switch
        {
            "replace" => [Replace("a", stale)],
            "upsert" => [Upsert("a")],
            "patch" => [Add("a", "n", 0)],
            _ => [new DocumentOperation.Delete("a"), Create("a")],
        };
        await GivenAsync(others);
        var present = (await ReadAsync("a"))!.ETag;

        AssertRejected(BatchRejection.ETagMismatch, 0, await CommitAsync(Replace("a", stale)));
        AssertRejected(BatchRejection.ETagMismatch, 0, await CommitAsync(new DocumentOperation.Delete("a", stale)));
        Assert.Equal(present, (await ReadAsync("a"))!.ETag);
    }

    [Fact]
    public async Task A_call_that_was_given_up_before_it_began_writes_nothing()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Documents.CommitAsync(Things, Owner, [Create("a")], given.Token));

        Assert.Null(await ReadAsync("a"));
    }
}
