using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Functions.Tests.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

public sealed class ExpirySweepTests
{
    [Fact]
    public async Task A_sweep_that_failed_is_followed_by_the_next_one()
    {
        await using var engine = await SqliteEngine.OpenAsync(new DocumentContainer("things", "owner"));
        using var sweep = new ExpirySweep(
            engine.Sqlite, NullLogger<ExpirySweep>.Instance, TimeSpan.FromMilliseconds(5));
        await ExecuteAsync(engine, "ALTER TABLE doc_things RENAME TO hidden");

        await sweep.StartAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<Exception>(() => engine.Sqlite.DeleteExpiredAsync(1, CancellationToken.None));
        await Assert.ThrowsAsync<TimeoutException>(() => sweep.ExecuteTask!.WaitAsync(TimeSpan.FromMilliseconds(50)));
        await ExecuteAsync(engine, "ALTER TABLE hidden RENAME TO doc_things");
        await engine.Documents.CommitAsync(
            "things", "ada",
            [new DocumentOperation.Create("a", "thing", Encoding.UTF8.GetBytes("{}"), TimeSpan.FromSeconds(1))],
            CancellationToken.None);
        await engine.PassAsync(TimeSpan.FromSeconds(1));

        await Eventually.IsAsync(
            () => engine.File.Read(session => session.Scalar("SELECT COUNT(*) FROM doc_things")) == 0,
            "the document was swept away");
        await sweep.StopAsync(CancellationToken.None);
    }

    private static Task<int> ExecuteAsync(SqliteEngine engine, string sql) => engine.File.WriteAsync(
        session => WriteVerdict.Keep(session.Execute(sql)), CancellationToken.None);
}
