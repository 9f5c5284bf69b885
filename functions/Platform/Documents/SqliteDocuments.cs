using System.Globalization;
using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>The document store of the embedded home: one table a container, in the order of its writes.</summary>
public sealed class SqliteDocuments(SqliteFile file, IEnumerable<DocumentContainer> containers, TimeProvider clock)
    : IDocuments
{
    private readonly Dictionary<string, SqliteContainer> _containers = containers
        .ToDictionary(container => container.Name, container => new SqliteContainer(container), StringComparer.Ordinal);

    private readonly RecentDocuments _recent = new();

    public IEnumerable<string> Schema => _containers.Values.SelectMany(container => container.Schema);

    public ValueTask<Document?> ReadAsync(
        string container, string partitionKey, string id, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var table = _containers[container];
        var now = Now();
        if (_recent.TryFind(container, partitionKey, id, now, out var recent))
        {
            return ValueTask.FromResult(recent);
        }

        var found = file.Read(session => session.Query(
            table.Read, SqliteContainer.ReadDocument, partitionKey, id, now));
        return ValueTask.FromResult(found.Count == 0 ? null : found[0]);
    }

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation)
    {
        DocumentLimits.Check(query);
        cancellation.ThrowIfCancellationRequested();
        var (sql, values) = _containers[query.Container].Query(query, Now());
        var items = file.Read(session => session.Query(sql, SqliteContainer.ReadDocument, values));
        if (items.Count <= query.Limit)
        {
            return ValueTask.FromResult(new DocumentPage(items, null));
        }

        items.RemoveAt(items.Count - 1);
        return ValueTask.FromResult(new DocumentPage(items, SqliteContainer.ContinueAfter(items[^1])));
    }

    public Task<BatchOutcome> CommitAsync(
        string container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        var table = _containers[container];
        DocumentLimits.Check(table.Container, partitionKey, operations);
        return file.WriteAsync(
            session => Commit(session, table, partitionKey, operations),
            outcome => _recent.Learn(container, partitionKey, operations, outcome, Now()),
            cancellation);
    }

    public ValueTask<ChangePage> ReadChangesAsync(
        string container, string? kind, string? cursor, int limit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        DocumentLimits.CheckPage(limit);
        var table = _containers[container];
        var after = cursor is null ? 0 : long.Parse(cursor, CultureInfo.InvariantCulture);
        var now = Now();
        return ValueTask.FromResult(file.Read(session =>
        {
            // The newest first: what is written after this look belongs to the next page.
            var newest = Math.Max(after, session.Scalar(table.Newest) ?? 0);
            var items = session.Query(table.Changes(kind), SqliteContainer.ReadDocument, after, newest, now, limit);
            return new ChangePage(
                items, items.Count == limit ? items[^1].ETag : newest.ToString(CultureInfo.InvariantCulture));
        }));
    }

    public ValueTask<string> FindCursorAsync(
        string container, DateTimeOffset? since, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var table = _containers[container];
        var before = file.Read(session => since is { } time
            ? session.Scalar(table.NewestBefore, time.ToUnixTimeMilliseconds())
            : session.Scalar(table.Newest));
        return ValueTask.FromResult((before ?? 0).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Deletes documents whose time to live is over, a bounded number at a time.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> DeleteExpiredAsync(int limit, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var table in _containers.Values)
        {
            var now = Now();
            deleted += await file.WriteAsync(
                session => WriteVerdict.Keep(session.Execute(table.DeleteExpired, now, limit)), cancellation);
        }

        return deleted;
    }

    private WriteVerdict<BatchOutcome> Commit(
        SqliteSession session,
        SqliteContainer table,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations)
    {
        var now = Now();
        var etags = new string?[operations.Count];
        for (var index = 0; index < operations.Count; index++)
        {
            var sequence = session.NextSequence();
            var rejection = table.Apply(session, partitionKey, operations[index], sequence, now);
            if (rejection != BatchRejection.None)
            {
                return WriteVerdict.Undo(BatchOutcome.Rejected(rejection, index));
            }

            etags[index] = operations[index] is DocumentOperation.Delete
                ? null
                : sequence.ToString(CultureInfo.InvariantCulture);
        }

        session.Touch(table.Name);
        return WriteVerdict.Keep(BatchOutcome.Committed(etags));
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
