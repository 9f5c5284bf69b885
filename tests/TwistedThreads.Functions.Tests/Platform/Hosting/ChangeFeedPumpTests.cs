using System.Text;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

public sealed class ChangeFeedPumpTests : IAsyncLifetime
{
    private readonly WatchThings _watch = new();
    private readonly SmallHome _home;

    public ChangeFeedPumpTests() => _home = new SmallHome(_watch);

    public Task InitializeAsync() => _home.StartAsync();

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task Every_document_is_shown_in_order_and_few_at_a_time()
    {
        await WriteAsync("a", "b", "c", "d", "e", "f", "g");

        await Eventually.IsAsync(() => _watch.Seen.Count == 7, "all documents were seen");
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], _watch.Seen);
        Assert.All(_watch.Shown, page => Assert.InRange(page.Count, 1, 3));
    }

    [Fact]
    public async Task What_failed_is_shown_again_before_anything_else()
    {
        var failures = 1;
        _watch.Deed = ids =>
        {
            if (ids.Contains("bad") && failures-- > 0)
            {
                throw new IOException("the bus is down");
            }

            return Task.CompletedTask;
        };

        await WriteAsync("good", "bad", "later");
        await WriteAsync("last");

        await Eventually.IsAsync(() => _watch.Seen.Contains("last"), "the last document was seen");
        Assert.Equal(["good", "bad", "later", "last"], _watch.Seen);
        Assert.Equal(2, _watch.Shown.Count(page => page.Contains("bad")));
    }

    [Fact]
    public async Task After_a_restart_only_what_is_new_is_shown()
    {
        await WriteAsync("a", "b");
        await Eventually.IsAsync(() => Cursor() is not null && _watch.Seen.Count == 2, "both were seen");
        await _home.StopAsync();

        await _home.StartAsync();
        await WriteAsync("c");

        await Eventually.IsAsync(() => _watch.Seen.Contains("c"), "the new document was seen");
        Assert.Equal(["a", "b", "c"], _watch.Seen);
    }

    [Fact]
    public async Task What_was_shown_in_vain_before_a_restart_is_shown_after_it()
    {
        _watch.Deed = static _ => throw new IOException("the bus is down");
        await WriteAsync("a", "b");
        await Eventually.IsAsync(() => !_watch.Shown.IsEmpty, "the documents were shown");
        Assert.Null(Cursor());
        await _home.StopAsync();

        _watch.Deed = static _ => Task.CompletedTask;
        await _home.StartAsync();

        await Eventually.IsAsync(() => _watch.Seen.Count == 2, "both were seen");
        Assert.Equal(["a", "b"], _watch.Seen);
    }

    [Fact]
    public async Task A_document_changed_while_it_was_shown_is_shown_again()
    {
        var isFirst = true;
        _watch.Deed = async _ =>
        {
            if (isFirst)
            {
                isFirst = false;
                await WriteAsync("a");
            }
        };

        await WriteAsync("a");

        await Eventually.IsAsync(() => _watch.Seen.Count == 2, "the document was seen twice");
    }

    private async Task WriteAsync(params string[] ids) => await _home.Documents.CommitAsync(
        "things", "ada",
        [.. ids.Select(id => new DocumentOperation.Upsert(id, "thing", Encoding.UTF8.GetBytes("""{"n":1}""")))],
        CancellationToken.None);

    private long? Cursor() => _home.File.Read(
        session => session.Scalar("SELECT CAST(cursor AS INTEGER) FROM cursors WHERE function = 'WatchThings'"));
}
