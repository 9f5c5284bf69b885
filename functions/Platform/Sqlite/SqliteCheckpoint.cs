namespace TwistedThreads.Functions.Platform.Sqlite;

/// <summary>Copies the write-ahead log into the database beside the writer,
/// so that no commit has to wait for it.</summary>
/// <remarks>A passive checkpoint blocks nobody and copies nearly everything; the one after it waits for the writer, copies
/// what came in between and lets the log begin anew, so that it neither grows nor needs new blocks from the file system
/// (sqlite.org/c3ref/wal_checkpoint_v2.html).</remarks>
public sealed class SqliteCheckpoint : IAsyncDisposable
{
    private const long WorthIt = 16 * 1024 * 1024;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private readonly SqliteSession _session;
    private readonly FileInfo _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public SqliteCheckpoint(SqliteSession session, string logPath)
    {
        (_session, _log) = (session, new FileInfo(logPath));
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _session.Dispose();
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        using var ticks = new PeriodicTimer(Period);
        try
        {
            while (await ticks.WaitForNextTickAsync(_stop.Token))
            {
                _log.Refresh();
                if (_log.Exists && _log.Length > WorthIt)
                {
                    Checkpoint("PASSIVE");
                    Checkpoint("RESTART");
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Closing: SQLite checkpoints by itself when the last connection goes.
        }
    }

    private void Checkpoint(string mode)
    {
        try
        {
            _session.Scalar($"PRAGMA wal_checkpoint({mode})");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // Busy: the log only grows a little longer until the next look.
        }
    }
}
