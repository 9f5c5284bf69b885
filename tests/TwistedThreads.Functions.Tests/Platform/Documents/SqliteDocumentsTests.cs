using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

/// <summary>The embedded engine keeps the common promises,
/// and sweeps by itself what the service would delete.</summary>
public sealed class SqliteDocumentsTests : DocumentsConformance
{
    private SqliteEngine Sqlite => (SqliteEngine)Engine;

    protected override async Task<IEngineUnderTest> OpenAsync(params DocumentContainer[] containers) =>
        await SqliteEngine.OpenAsync(containers);

    [Fact]
    public async Task A_sweep_deletes_for_good_what_is_over_and_only_that()
    {
        await GivenAsync(Create("stays"), Create("lives", timeToLive: TimeSpan.FromMinutes(2)));
        await GivenAsync(
            [.. Enumerable.Range(0, 5).Select(index => Create($"m{index}", timeToLive: TimeSpan.FromMinutes(1)))]);
        await Engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(7, Stored());

        Assert.Equal(3, await Sqlite.Sqlite.DeleteExpiredAsync(3, CancellationToken.None));
        Assert.Equal(2, await Sqlite.Sqlite.DeleteExpiredAsync(3, CancellationToken.None));
        Assert.Equal(0, await Sqlite.Sqlite.DeleteExpiredAsync(3, CancellationToken.None));

        Assert.Equal(2, Stored());
        Assert.Equal(["lives", "stays"], await IdsAsync(OwnThings));
    }

    [Fact]
    public async Task A_restart_keeps_what_was_acknowledged()
    {
        await GivenAsync(Create("a"), Create("mortal", timeToLive: TimeSpan.FromMinutes(1)));
        var before = await ReadAsync("a");

        await Engine.ReopenAsync();

        var after = await ReadAsync("a");
        Assert.Equal((before!.ETag, before.At), (after!.ETag, after.At));
        await Engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Null(await ReadAsync("mortal"));
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_not_touched()
    {
        await Sqlite.File.WriteAsync(
            session => Functions.Platform.Sqlite.WriteVerdict.Keep(session.Execute("PRAGMA user_version=99")),
            CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Sqlite.File.MigrateAsync(Sqlite.Sqlite.Schema, CancellationToken.None));
    }

    [Fact]
    public async Task A_write_that_breaks_takes_no_other_with_it()
    {
        var writes = Enumerable.Range(0, 50).Select(index => index % 5 == 0
            ? CommitAsync(Create($"d{index:00}"), Add("nobody", "bad name", 1))
            : CommitAsync(Create($"d{index:00}"))).ToList();

        foreach (var (write, index) in writes.Select((write, index) => (write, index)))
        {
            if (index % 5 == 0)
            {
                await Assert.ThrowsAsync<DocumentLimitException>(() => write);
            }
            else
            {
                Assert.True((await write).IsCommitted);
            }
        }

        Assert.Equal(40, Stored());
    }

    [Fact]
    public async Task A_write_after_closing_is_refused_rather_than_forgotten()
    {
        await Sqlite.CloseAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => CommitAsync(Create("a")));
    }

    private long? Stored() => Sqlite.File.Read(session => session.Scalar("SELECT COUNT(*) FROM doc_things"));
}
