using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>A message that a receiver holds until it completes or abandons it, or the lock runs out.</summary>
public sealed record LockedMessage(
    long Sequence, string MessageId, int DeliveryCount, DateTimeOffset EnqueuedAt, byte[] Body);

/// <summary>Durable queues with peek-lock, in the embedded home's file.
/// Ordered by when a message becomes visible.</summary>
/// <remarks>The lock is the delivery count: whoever completes with an older count has lost the lock.</remarks>
public sealed class SqliteQueues(SqliteFile file, TimeProvider clock) : IMessageSender
{
    public static TimeSpan LockDuration { get; } = TimeSpan.FromSeconds(60);

    public static IEnumerable<string> Schema =>
    [
        """
        CREATE TABLE IF NOT EXISTS messages (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL,
            visible INTEGER NOT NULL, enqueued INTEGER NOT NULL, deliveries INTEGER NOT NULL, body BLOB NOT NULL)
        """,
        "CREATE UNIQUE INDEX IF NOT EXISTS messages_id ON messages (queue, message_id)",
        "CREATE INDEX IF NOT EXISTS messages_visible ON messages (queue, visible, seq)",
    ];

    /// <summary>Run once at start: whoever held a lock is gone, since a folder belongs to one process.</summary>
    public static string ReleaseLocks => "UPDATE messages SET visible = enqueued WHERE deliveries > 0";

    /// <summary>The topic that a pump listens to.</summary>
    public static string Topic(string queue) => "queue " + queue;

    public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        var now = Now();
        return file.WriteAsync(
            session =>
            {
                foreach (var message in messages)
                {
                    session.Execute(
                        """
                        INSERT OR IGNORE INTO messages (queue, message_id, visible, enqueued, deliveries, body)
                        VALUES ($0, $1, $2, $2, 0, $3)
                        """,
                        queue, message.MessageId, now, message.Body);
                }

                session.Touch(Topic(queue));
                return WriteVerdict.Keep(true);
            },
            cancellation);
    }

    /// <summary>Takes up to <paramref name="most"/> visible messages and hides them for
    /// <see cref="LockDuration"/>.</summary>
    public Task<List<LockedMessage>> ReceiveAsync(string queue, int most, CancellationToken cancellation)
    {
        var now = Now();
        return file.WriteAsync(
            session =>
            {
                var taken = session.Query(
                    """
                    SELECT seq, message_id, deliveries + 1, enqueued, body FROM messages
                    WHERE queue = $0 AND visible <= $1 ORDER BY visible, seq LIMIT $2
                    """,
                    static row => new LockedMessage(
                        row.GetInt64(0), row.GetString(1), row.GetInt32(2),
                        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetFieldValue<byte[]>(4)),
                    queue, now, most);
                var until = now + (long)LockDuration.TotalMilliseconds;
                foreach (var message in taken)
                {
                    session.Execute(
                        "UPDATE messages SET visible = $0, deliveries = deliveries + 1 WHERE seq = $1",
                        until, message.Sequence);
                }

                return WriteVerdict.Keep(taken);
            },
            cancellation);
    }

    public Task<bool> HasVisibleAsync(string queue)
    {
        var now = Now();
        return Task.FromResult(file.Read(session => session.Scalar(
            "SELECT 1 FROM messages WHERE queue = $0 AND visible <= $1 LIMIT 1", queue, now)) is not null);
    }

    /// <summary>Removes the message for good.</summary>
    /// <returns>False when the lock was lost and the message will come again.</returns>
    public Task<bool> CompleteAsync(LockedMessage message, CancellationToken cancellation) =>
        file.WriteAsync(
            session => WriteVerdict.Keep(1 == session.Execute(
                "DELETE FROM messages WHERE seq = $0 AND deliveries = $1", message.Sequence, message.DeliveryCount)),
            cancellation);

    /// <summary>Gives the message back, to be seen again after a pause.</summary>
    public Task<bool> AbandonAsync(LockedMessage message, TimeSpan pause, CancellationToken cancellation)
    {
        var visible = Now() + (long)pause.TotalMilliseconds;
        return file.WriteAsync(
            session => WriteVerdict.Keep(1 == session.Execute(
                "UPDATE messages SET visible = $0 WHERE seq = $1 AND deliveries = $2",
                visible, message.Sequence, message.DeliveryCount)),
            cancellation);
    }

    /// <summary>Messages waiting or locked, by queue.</summary>
    public IReadOnlyDictionary<string, long> Depths() => file.Read(session => session
        .Query("SELECT queue, COUNT(*) FROM messages GROUP BY queue", static row => (row.GetString(0), row.GetInt64(1)))
        .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal));

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
