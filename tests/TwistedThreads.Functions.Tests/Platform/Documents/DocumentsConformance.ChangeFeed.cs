using System.Collections.Concurrent;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

public abstract partial class DocumentsConformance
{
    [Fact]
    public async Task Changes_come_in_the_order_of_the_last_writes()
    {
        await GivenAsync(Create("c"), Create("a"), Create("b"));
        await GivenAsync(Upsert("c", new { n = 99 }));
        await GivenAsync(new DocumentOperation.Delete("a"));

        var page = await ChangesAsync(null);

        Assert.Equal(["b", "c"], page.Items.Select(document => document.Id));
        AssertSame(Json(new { n = 99 }), page.Items[1].Body);
        Assert.Equal((await ReadAsync("c"))!.ETag, page.Items[1].ETag);
    }

    [Fact]
    public async Task An_empty_feed_gives_a_cursor_that_misses_nothing_later()
    {
        var start = await ChangesAsync(null);
        Assert.Empty(start.Items);
        await GivenAsync(Create("a"));

        var page = await ChangesAsync(start.Cursor);
        var end = await ChangesAsync(page.Cursor);

        Assert.Equal(["a"], page.Items.Select(document => document.Id));
        Assert.Empty(end.Items);
    }

    [Fact]
    public async Task A_feed_is_read_page_by_page_without_loss_or_repetition()
    {
        foreach (var index in Enumerable.Range(0, 25))
        {
            await CommitToAsync($"owner{index % 4}", Create($"d{index:00}"));
        }

        var seen = new List<Document>();
        for (var page = await ChangesAsync(null, 4); page.Items.Count > 0; page = await ChangesAsync(page.Cursor, 4))
        {
            Assert.InRange(page.Items.Count, 1, 4);
            seen.AddRange(page.Items);
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(index => $"d{index:00}"), seen.Select(found => found.Id).Order());
        foreach (var partition in seen.GroupBy(found => found.PartitionKey))
        {
            var ids = partition.Select(found => found.Id).ToList();
            Assert.Equal(ids.Order(), ids);
        }
    }

    [Fact]
    public async Task A_cursor_of_now_sees_what_is_written_later_and_nothing_else()
    {
        await GivenAsync(Create("before"));
        var now = await Documents.FindCursorAsync(Things, null, CancellationToken.None);

        Assert.Empty((await ChangesAsync(now)).Items);
        await GivenAsync(Create("later"));

        Assert.Equal(["later"], (await ChangesAsync(now)).Items.Select(document => document.Id));
    }

    [Fact]
    public async Task A_cursor_of_a_time_sees_all_that_was_written_since()
    {
        await GivenAsync(Create("long-ago"));
        await Engine.PassAsync(TimeSpan.FromMinutes(10));
        await GivenAsync(Create("since"));
        var written = (await ReadAsync("since"))!.At;

        var cursor = await Documents.FindCursorAsync(Things, written, CancellationToken.None);

        Assert.Equal(["since"], (await ChangesAsync(cursor)).Items.Select(document => document.Id));
    }

    [Fact]
    public async Task A_cursor_of_a_time_before_everything_misses_nothing()
    {
        await GivenAsync(Create("a"), Create("b"));
        var first = (await ReadAsync("a"))!.At;

        var cursor = await Documents.FindCursorAsync(Things, first.AddDays(-1), CancellationToken.None);

        Assert.Equal(["a", "b"], (await ChangesAsync(cursor)).Items.Select(document => document.Id));
    }

    [Fact]
    public async Task What_is_written_again_behind_the_cursor_comes_again()
    {
        await GivenAsync(Create("a"), Create("b"));
        var cursor = (await ChangesAsync(null)).Cursor;

        await GivenAsync(Add("a", "n", 1));

        Assert.Equal(["a"], (await ChangesAsync(cursor)).Items.Select(document => document.Id));
    }

    [Fact]
    public async Task A_cursor_survives_a_restart()
    {
        await GivenAsync(Create("a"));
        await GivenAsync(Create("b"));
        var cursor = (await ChangesAsync(null, 1)).Cursor;

        await Engine.ReopenAsync();
        await GivenAsync(Create("c"));

        Assert.Equal(["b", "c"], (await ChangesAsync(cursor)).Items.Select(document => document.Id));
    }

    [Fact]
    public async Task Nothing_is_missed_after_the_newest_document_was_deleted_and_the_engine_restarted()
    {
        await GivenAsync(Create("a"));
        var gone = (await GivenAsync(Create("newest")))[0]!;
        var cursor = (await ChangesAsync(null)).Cursor;
        await GivenAsync(new DocumentOperation.Delete("newest"));

        await Engine.ReopenAsync();
        var created = (await GivenAsync(Create("newest")))[0];

        Assert.NotEqual(gone, created);
        Assert.Equal(["newest"], (await ChangesAsync(cursor)).Items.Select(document => document.Id));
        AssertRejected(BatchRejection.ETagMismatch, 0, await CommitAsync(Replace("newest", gone)));
    }

    [Fact]
    public async Task A_reader_beside_many_writers_misses_nothing()
    {
        const int Writers = 8;
        const int Each = 40;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var index = 0; index < Each; index++)
            {
                await CommitToAsync($"w{writer}", Create($"d{index:00}"), Upsert("last", new { index }));
            }
        })));

        var seen = new ConcurrentDictionary<string, List<string>>(StringComparer.Ordinal);
        string? cursor = null;
        for (var isLast = false; ;)
        {
            var page = await ChangesAsync(cursor, 7);
            cursor = page.Cursor;
            foreach (var document in page.Items.Where(document => document.Id != "last"))
            {
                seen.GetOrAdd(document.PartitionKey, _ => []).Add(document.Id);
            }

            if (page.Items.Count == 0 && isLast)
            {
                break;
            }

            isLast = page.Items.Count == 0 && writing.IsCompleted;
        }

        await writing;
        Assert.Equal(Writers, seen.Count);
        Assert.All(seen.Values, ids => Assert.Equal(Enumerable.Range(0, Each).Select(index => $"d{index:00}"), ids));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task A_page_of_changes_or_of_a_query_holds_1_to_1000_documents(int limit)
    {
        await Assert.ThrowsAsync<DocumentLimitException>(() => ChangesAsync(null, limit));
        await Assert.ThrowsAsync<DocumentLimitException>(() => IdsAsync(OwnThings with { Limit = limit }));
    }

    private async Task<ChangePage> ChangesAsync(string? cursor, int limit = 100) =>
        await Documents.ReadChangesAsync(Things, null, cursor, limit, CancellationToken.None);
}
