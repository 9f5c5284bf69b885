using System.Collections.Concurrent;

namespace TwistedThreads.Functions.Platform.Sqlite;

/// <summary>What a write decided: its result, and whether its changes are kept.</summary>
public readonly record struct WriteVerdict<T>(T Result, bool IsKept);

public static class WriteVerdict
{
    public static WriteVerdict<T> Keep<T>(T result) => new(result, true);

    public static WriteVerdict<T> Undo<T>(T result) => new(result, false);
}

/// <summary>The single writer: takes all writes that wait, runs each in a savepoint,
/// and commits them together.</summary>
public sealed partial class SqliteWriter : IAsyncDisposable
{
    private const int WritesPerCommit = 256;
    private readonly SqliteSession _session;
    private readonly CommitSignals _signals;
    private readonly ConcurrentQueue<Pending> _waiting = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private int _isAsleep;
    private volatile bool _isClosing;
    private volatile bool _isCheckpointDue;

    public SqliteWriter(SqliteSession session, CommitSignals signals)
    {
        _session = session;
        _signals = signals;
        _session.Execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL)");
        _session.Execute("INSERT OR IGNORE INTO meta VALUES ('sequence', 0)");
        _session.Sequence = _session.Scalar("SELECT value FROM meta WHERE key = 'sequence'") ?? 0;
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    public Task<T> RunAsync<T>(
        Func<SqliteSession, WriteVerdict<T>> work, Action<T>? committed, CancellationToken cancellation)
    {
        if (_isClosing)
        {
            return Task.FromException<T>(new ObjectDisposedException(nameof(SqliteWriter)));
        }

        var pending = new Pending<T>(work, committed, cancellation);
        _waiting.Enqueue(pending);
        Wake();
        return pending.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        Wake();
        await Task.Run(_thread.Join);
        _session.Dispose();
        _wake.Dispose();
    }

    /// <summary>Asks for the rest of the log to be copied between two commits.</summary>
    public void FinishCheckpoint()
    {
        _isCheckpointDue = true;
        Wake();
    }

    // The kernel is asked to wake the writer only when it sleeps; under load it never does.
    private void Wake()
    {
        if (Interlocked.Exchange(ref _isAsleep, 0) == 1)
        {
            _wake.Set();
        }
    }

    private void Loop()
    {
        var group = new List<Pending>(WritesPerCommit);
        while (true)
        {
            if (_isCheckpointDue)
            {
                _isCheckpointDue = false;
                TryCheckpoint();
            }

            while (group.Count < WritesPerCommit && _waiting.TryDequeue(out var next))
            {
                group.Add(next);
            }

            if (group.Count > 0)
            {
                CommitTogether(group);
                group.Clear();
            }
            else if (_isClosing)
            {
                return;
            }
            else
            {
                Sleep();
            }
        }
    }

    // Says that it sleeps before it looks once more: whoever comes after that look will wake it. No spinning, because
    // on a small machine the core belongs to those who make the work.
    private void Sleep()
    {
        Interlocked.Exchange(ref _isAsleep, 1);
        if (_waiting.IsEmpty && !_isClosing && !_isCheckpointDue)
        {
            _wake.WaitOne();
        }
        else
        {
            Interlocked.Exchange(ref _isAsleep, 0);
        }
    }

    private void CommitTogether(List<Pending> group)
    {
        try
        {
            var before = _session.Sequence;
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var pending in group)
            {
                RunInSavepoint(pending);
            }

            if (_session.Sequence != before)
            {
                // Kept apart from the documents: the newest of them may be deleted, its number is never used again.
                _session.Execute("UPDATE meta SET value = $0 WHERE key = 'sequence'", _session.Sequence);
            }

            _session.Execute("COMMIT");
            group.ForEach(pending => pending.Complete());
            _signals.Raise(_session.Touched);
        }
        catch (Exception fault)
        {
            // Whatever went wrong, every waiting caller must hear of it.
            TryRollBack();
            group.ForEach(pending => pending.Fail(fault));
        }
        finally
        {
            _session.ForgetTouched();
        }
    }

    private void RunInSavepoint(Pending pending)
    {
        if (!pending.Begin())
        {
            return;
        }

        _session.Execute("SAVEPOINT one");
        if (!pending.Run(_session))
        {
            _session.Execute("ROLLBACK TO one");
        }

        _session.Execute("RELEASE one");
    }

    private void TryRollBack()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // SQLite has already rolled back by itself, as it does when the disk is full.
        }
    }

    private void TryCheckpoint()
    {
        try
        {
            _session.Scalar(SqliteCheckpoint.Statement);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // Busy: the log only grows a little longer until the next time.
        }
    }
}
