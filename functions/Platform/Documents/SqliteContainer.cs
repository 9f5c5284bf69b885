using System.Globalization;
using Microsoft.Data.Sqlite;
using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>The table of one container and the statements upon it.</summary>
/// <remarks>The row id is the sequence of the last write: the table itself is the change feed, and the ETag.</remarks>
public sealed partial class SqliteContainer(DocumentContainer container)
{
    private const string Columns = "pk, id, kind, seq, at, body";
    private const string Alive = "(expires IS NULL OR expires >";
    private readonly string _table = "doc_" + container.Name.Replace('-', '_');

    public DocumentContainer Container => container;

    public string Name => container.Name;

    public IEnumerable<string> Schema =>
    [
        $"""
        CREATE TABLE IF NOT EXISTS {_table} (
            seq INTEGER PRIMARY KEY, pk TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
            at INTEGER NOT NULL, expires INTEGER, body BLOB NOT NULL)
        """,
        $"CREATE UNIQUE INDEX IF NOT EXISTS {_table}_id ON {_table} (pk, id)",
        $"CREATE INDEX IF NOT EXISTS {_table}_expires ON {_table} (expires) WHERE expires IS NOT NULL",
        .. container.Indexes.Select(index =>
            $"CREATE INDEX IF NOT EXISTS {NameOf(index.Kind, index.Field)} "
            + $"ON {_table} ({Member(index.Field)}, pk, id) WHERE kind = '{index.Kind}'"),
    ];

    public string Read => $"SELECT {Columns} FROM {_table} WHERE pk = $0 AND id = $1 AND {Alive} $2)";

    public string Newest => $"SELECT MAX(seq) FROM {_table}";

    public string NewestBefore => $"SELECT MAX(seq) FROM {_table} WHERE at < $0";

    public string Changes(string? kind) =>
        $"SELECT {Columns} FROM {_table} WHERE seq > $0 AND seq <= $1 AND {Alive} $2)"
        + (kind is null ? string.Empty : $" AND kind = '{Known(kind)}'") + " ORDER BY seq LIMIT $3";

    public string DeleteExpired =>
        $"DELETE FROM {_table} WHERE seq IN (SELECT seq FROM {_table} WHERE expires <= $0 LIMIT $1)";

    public static Document ReadDocument(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetInt64(3).ToString(CultureInfo.InvariantCulture),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        row.GetFieldValue<byte[]>(5));

    public static string ContinueAfter(Document last) => $"{last.PartitionKey}\n{last.Id}";

    public BatchRejection Apply(
        SqliteSession session, string partitionKey, DocumentOperation operation, long sequence, long now) =>
        operation switch
        {
            DocumentOperation.Create create => Create(session, partitionKey, create, sequence, now),
            DocumentOperation.Replace replace => Replace(session, partitionKey, replace, sequence, now),
            DocumentOperation.Upsert upsert => Upsert(session, partitionKey, upsert, sequence, now),
            DocumentOperation.Delete delete => Delete(session, partitionKey, delete, now),
            DocumentOperation.Patch patch => Patch(session, partitionKey, patch, sequence, now),
            _ => throw new DocumentLimitException($"{operation.GetType().Name} is not an operation of this store."),
        };

    private string NameOf(string kind, string field) => $"{_table}_{kind.Replace('-', '_')}_{field}";

    private static long? Expires(TimeSpan? timeToLive, long now) =>
        timeToLive is { } span ? now + (long)span.TotalMilliseconds : null;

    private BatchRejection Create(
        SqliteSession session, string pk, DocumentOperation.Create create, long sequence, long now)
    {
        const string Insert = "VALUES ($0, $1, $2, $3, $4, $5, $6)";
        object?[] row = [sequence, pk, create.Id, create.Kind, now, Expires(create.TimeToLive, now), create.Body];
        if (session.Execute($"INSERT OR IGNORE INTO {_table} {Insert}", row) == 1)
        {
            return BatchRejection.None;
        }

        // A document whose time is over but which is not yet swept is gone for every reader, so its id is free.
        return session.Execute(
                $"DELETE FROM {_table} WHERE pk = $0 AND id = $1 AND expires <= $2", pk, create.Id, now) == 1
            && session.Execute($"INSERT INTO {_table} {Insert}", row) == 1
            ? BatchRejection.None
            : BatchRejection.AlreadyExists;
    }

    private BatchRejection Replace(
        SqliteSession session, string pk, DocumentOperation.Replace replace, long sequence, long now)
    {
        var written = long.TryParse(replace.IfMatch, CultureInfo.InvariantCulture, out var current)
            ? session.Execute(
                $"""
                UPDATE {_table} SET seq = $0, kind = $1, at = $2, expires = $3, body = $4
                WHERE pk = $5 AND id = $6 AND seq = $7 AND {Alive} $2)
                """,
                sequence, replace.Kind, now, Expires(replace.TimeToLive, now), replace.Body, pk, replace.Id, current)
            : 0;
        return written == 1
            ? BatchRejection.None
            : MissingOr(BatchRejection.ETagMismatch, session, pk, replace.Id, now);
    }

    private BatchRejection Upsert(
        SqliteSession session, string pk, DocumentOperation.Upsert upsert, long sequence, long now)
    {
        session.Execute(
            $"""
            INSERT INTO {_table} VALUES ($0, $1, $2, $3, $4, $5, $6) ON CONFLICT (pk, id) DO UPDATE SET
                seq = excluded.seq, kind = excluded.kind, at = excluded.at, expires = excluded.expires,
                body = excluded.body
            """,
            sequence, pk, upsert.Id, upsert.Kind, now, Expires(upsert.TimeToLive, now), upsert.Body);
        return BatchRejection.None;
    }

    private BatchRejection Delete(SqliteSession session, string pk, DocumentOperation.Delete delete, long now)
    {
        var deleted = delete.IfMatch is null
            ? session.Execute($"DELETE FROM {_table} WHERE pk = $0 AND id = $1 AND {Alive} $2)", pk, delete.Id, now)
            : session.Execute(
                $"DELETE FROM {_table} WHERE pk = $0 AND id = $1 AND {Alive} $2) AND CAST(seq AS TEXT) = $3",
                pk, delete.Id, now, delete.IfMatch);
        return deleted == 1 ? BatchRejection.None : MissingOr(BatchRejection.ETagMismatch, session, pk, delete.Id, now);
    }

    private BatchRejection Patch(
        SqliteSession session, string pk, DocumentOperation.Patch patch, long sequence, long now)
    {
        var values = new List<object?> { sequence, now, pk, patch.Id };
        string Value(long value)
        {
            values.Add(value);
            return $"${values.Count - 1}";
        }

        // One entry a member: all right-hand sides see the members as they were before the patch.
        var sums = patch.Increments.GroupBy(increment => increment.Field, increment => (long)increment.By);
        var members = string.Join(", ", sums.Select(sum =>
            $"'$.{Known(sum.Key)}', {Number(sum.Key)} + {Value(sum.Sum())}"));
        var conditions = string.Concat(patch.Where.Select(condition =>
            $" AND {Number(condition.Field)}{Less(condition.Minus)} >= {Value(condition.Value)}"));
        var written = session.Execute(
            $"""
            UPDATE {_table} SET seq = $0, at = $1, body = CAST(json_set(CAST(body AS TEXT), {members}) AS BLOB)
            WHERE pk = $2 AND id = $3 AND {Alive} $1){conditions}
            """,
            [.. values]);
        return written == 1
            ? BatchRejection.None
            : MissingOr(BatchRejection.ConditionFailed, session, pk, patch.Id, now);
    }

    private BatchRejection MissingOr(
        BatchRejection otherwise, SqliteSession session, string pk, string id, long now) =>
        session.Scalar($"SELECT 1 FROM {_table} WHERE pk = $0 AND id = $1 AND {Alive} $2)", pk, id, now) is null
            ? BatchRejection.NotFound
            : otherwise;

    private static string Member(string field) => $"json_extract(CAST(body AS TEXT), '$.{Known(field)}')";

    private static string Number(string field) => $"COALESCE({Member(field)}, 0)";

    private static string Less(string? field) => field is null ? string.Empty : $" - {Number(field)}";

    // Names of kinds and members come from this program; anything else must never reach the text of a statement.
    private static string Known(string name)
    {
        DocumentLimits.CheckName(name);
        return name;
    }

    private bool IsIndexed(string kind, string field) =>
        container.Indexes.Any(index => index.Kind == kind && index.Field == field);

    private void RequireIndex(string? kind, string field)
    {
        if (kind is null || !IsIndexed(kind, field))
        {
            throw new DocumentLimitException($"{container.Name} has no index on {kind}.{field}.");
        }
    }
}
