using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace TwistedThreads.Functions.Platform.Sqlite;

/// <summary>The one database file of the embedded home: documents, queues, cursors and timers share its writer, so that
/// many waiting writes cost one flush to disk.</summary>
/// <remarks>Write-ahead log with <c>synchronous=FULL</c>: a commit that was acknowledged survives power loss
/// (sqlite.org/pragma.html#pragma_synchronous).</remarks>
public sealed class SqliteFile : IAsyncDisposable
{
    private const int SchemaVersion = 1;
    private readonly string _connectionString;
    private readonly ConcurrentStack<SqliteSession> _readers = new();
    private readonly SqliteWriter _writer;
    private readonly SqliteCheckpoint _checkpoint;
    private readonly FileStream _claim;

    private SqliteFile(string connectionString, FileStream claim)
    {
        _connectionString = connectionString;
        _claim = claim;
        _writer = new SqliteWriter(new SqliteSession(Connect(cacheKibibytes: 16384)), Signals);
        _checkpoint = new SqliteCheckpoint(
            new SqliteSession(Connect(cacheKibibytes: 512)),
            _writer,
            new SqliteConnectionStringBuilder(connectionString).DataSource + "-wal");
    }

    public CommitSignals Signals { get; } = new();

    /// <summary>Opens or creates the file and brings its schema up to date.</summary>
    /// <exception cref="InvalidOperationException">Another process uses the folder.</exception>
    public static SqliteFile Open(string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        Directory.CreateDirectory(folder);
        var claim = Claim(folder);
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "shop.db"),
            Pooling = false,
        };
        return new SqliteFile(connection.ToString(), claim);
    }

    /// <summary>Runs a write in the next group commit; completes when it is on disk.</summary>
    /// <param name="work">Runs alone on the writer's thread; tells whether its changes are to be kept.</param>
    /// <param name="cancellation">Gives up waiting for a turn; a write that has begun is finished.</param>
    public Task<T> WriteAsync<T>(Func<SqliteSession, WriteVerdict<T>> work, CancellationToken cancellation) =>
        _writer.RunAsync(work, null, cancellation);

    /// <summary>As above, and hears of the commit on the writer's thread, before the caller does.</summary>
    public Task<T> WriteAsync<T>(
        Func<SqliteSession, WriteVerdict<T>> work, Action<T> committed, CancellationToken cancellation) =>
        _writer.RunAsync(work, committed, cancellation);

    /// <summary>Runs a read on a snapshot of the last commit.</summary>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        if (!_readers.TryPop(out var session))
        {
            session = new SqliteSession(Connect(cacheKibibytes: 2048));
        }

        try
        {
            return work(session);
        }
        finally
        {
            _readers.Push(session);
        }
    }

    /// <summary>Creates what is missing. Called once at start with the tables of every part.</summary>
    public Task MigrateAsync(IEnumerable<string> statements, CancellationToken cancellation) =>
        WriteAsync(
            session =>
            {
                var version = session.Scalar("PRAGMA user_version");
                if (version > SchemaVersion)
                {
                    throw new InvalidOperationException(
                        $"The data folder has schema {version}; this program knows up to {SchemaVersion}.");
                }

                foreach (var statement in statements)
                {
                    session.Execute(statement);
                }

                session.Execute($"PRAGMA user_version={SchemaVersion}");
                return WriteVerdict.Keep(true);
            },
            cancellation);

    public async ValueTask DisposeAsync()
    {
        await _checkpoint.DisposeAsync();
        await _writer.DisposeAsync();
        while (_readers.TryPop(out var session))
        {
            session.Dispose();
        }

        await _claim.DisposeAsync();
    }

    // The system lets go of it when the process dies, however it dies.
    private static FileStream Claim(string folder)
    {
        try
        {
            return new FileStream(
                Path.Combine(folder, "shop.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new InvalidOperationException($"Another process uses the data folder {folder}.", fault);
        }
    }

    private SqliteConnection Connect(int cacheKibibytes)
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText =
            $"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; "
            + $"PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-{cacheKibibytes};";
        pragmas.ExecuteNonQuery();
        return connection;
    }
}
