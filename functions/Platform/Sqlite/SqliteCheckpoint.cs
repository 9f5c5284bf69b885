namespace TwistedThreads.Functions.Platform.Sqlite;

/// <summary>Copies the write-ahead log into the database beside the writer, so that no commit has to wait for it, and
/// then asks the writer to copy the little that came in between: a log that is copied whole begins anew at the next
/// write.</summary>
/// <remarks>Passive checkpoints only: those that insist on a new log hold up the writer until no reader is left, which
/// on a busy shop is never (sqlite.org/c3ref/wal_checkpoint_v2.html).</remarks>
public sealed class SqliteCheckpoint : IAsyncDisposable
{
    public const string Statement = "PRAGMA wal_checkpoint(PASSIVE)";
    private const long WorthIt = 16 * 1024 * 1024;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private readonly SqliteSession _session;
    private readonly SqliteWriter _writer;
    private readonly FileInfo _log;
    private readonly ManualResetEvent _stop = new(false);
    private readonly Thread _thread;

    public SqliteCheckpoint(SqliteSession session, SqliteWriter writer, string logPath)
    {
        (_session, _writer, _log) = (session, writer, new FileInfo(logPath));

        // A thread of its own: flushing takes long, and the pool has requests to serve.
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite-checkpoint" };
        _thread.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Set();
        await Task.Run(_thread.Join);
        _session.Dispose();
        _stop.Dispose();
    }

    private void Loop()
    {
        while (!_stop.WaitOne(Period))
        {
            _log.Refresh();
            if (_log.Exists && _log.Length > WorthIt)
            {
                Checkpoint();
                _writer.FinishCheckpoint();
            }
        }
    }

    private void Checkpoint()
    {
        try
        {
            _session.Scalar(Statement);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // Busy: the log only grows a little longer until the next look.
        }
    }
}
