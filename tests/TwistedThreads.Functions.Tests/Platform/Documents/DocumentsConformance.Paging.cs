using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

public abstract partial class DocumentsConformance
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Reading_everything_in_any_order_finds_each_document_once(int limit)
    {
        foreach (var partition in new[] { "p1", "p|2", "ü" })
        {
            await CommitToAsync(
                partition, [.. Enumerable.Range(0, 9).Select(index => Create($"d{index}", new { index }))]);
        }

        var seen = new List<string>();
        await foreach (var document in Documents.QueryAllAsync(
            All with { Limit = limit, InAnyOrder = true }, CancellationToken.None))
        {
            seen.Add($"{document.PartitionKey}/{document.Id}");
        }

        Assert.Distinct(seen);
        Assert.Equal(27, seen.Count);
    }

    [Fact]
    public async Task Whoever_looks_no_further_leaves_the_store_in_order()
    {
        await CommitToAsync("p1", [.. Enumerable.Range(0, 9).Select(index => Create($"d{index}", new { index }))]);

        await foreach (var document in Documents.QueryAllAsync(All with { Limit = 3 }, CancellationToken.None))
        {
            Assert.Equal("d0", document.Id);
            break;
        }

        Assert.NotNull(await Documents.ReadAsync(All.Container, "p1", "d8", CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_over_partitions_lose_and_repeat_nothing_while_documents_come_and_go(bool isByValue)
    {
        var expected = new List<string>();
        foreach (var partition in new[] { "p1", "p|2", "p'3", "p", "ü" })
        {
            await CommitToAsync(partition, [.. Enumerable.Range(0, 12).Select(Spaced)]);
            expected.AddRange(Enumerable.Range(0, 12).Select(index => $"{partition}/{Spaced(index).Id}"));
        }

        var query = All with { Limit = 7, Where = isByValue ? FieldFilter.Is("colour", "red") : null };
        var seen = new List<string>();
        for (var round = 0; round < 100; round++)
        {
            var page = await Documents.QueryAsync(query, CancellationToken.None);
            seen.AddRange(page.Items.Select(document => $"{document.PartitionKey}/{document.Id}"));
            if (page.Continuation is null)
            {
                break;
            }

            query = query with { Continuation = page.Continuation };
            await CommitToAsync("p1", Create($"d{round:00}-between", new { colour = "red" }));
            await CommitToAsync("zz", Upsert($"new{round}", new { colour = "red" }));
        }

        Assert.Distinct(seen);
        Assert.Empty(expected.Except(seen, StringComparer.Ordinal));

        static DocumentOperation.Create Spaced(int index) => Create($"d{index:00}", new { colour = "red" });
    }

    [Fact]
    public async Task A_page_that_is_exactly_full_is_the_last_one()
    {
        await GivenAsync(Create("a"), Create("b"));

        var page = await Documents.QueryAsync(OwnThings with { Limit = 2 }, CancellationToken.None);

        Assert.Equal(2, page.Items.Count);
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task The_last_document_of_a_page_may_be_deleted_before_the_next_is_read()
    {
        await GivenAsync(Create("a"), Create("b"), Create("c"));
        var first = await Documents.QueryAsync(OwnThings with { Limit = 2 }, CancellationToken.None);
        await GivenAsync(new DocumentOperation.Delete("b"));

        Assert.Equal(["c"], await IdsAsync(OwnThings with { Limit = 2, Continuation = first.Continuation }));
    }

    [Fact]
    public async Task Descending_gives_the_newest_ids_first_and_pages_like_that()
    {
        await GivenAsync([.. Enumerable.Range(0, 10).Select(index => Create($"m{index}"))]);
        await CommitToAsync("bob", Create("m5"));

        var first = await Documents.QueryAsync(
            OwnThings with { Descending = true, Limit = 4, IdPrefix = "m" }, CancellationToken.None);
        var second = await Documents.QueryAsync(
            OwnThings with { Descending = true, Limit = 4, IdPrefix = "m", Continuation = first.Continuation },
            CancellationToken.None);

        Assert.Equal(["m9", "m8", "m7", "m6"], first.Items.Select(document => document.Id));
        Assert.Equal(["m5", "m4", "m3", "m2"], second.Items.Select(document => document.Id));
    }

    [Fact]
    public async Task Descending_over_partitions_is_refused() =>
        await Assert.ThrowsAsync<DocumentLimitException>(() => IdsAsync(All with { Descending = true }));

    [Fact]
    public async Task A_continuation_that_came_from_nowhere_is_refused() =>
        await Assert.ThrowsAsync<DocumentLimitException>(() => IdsAsync(OwnThings with { Continuation = "nonsense" }));
}
