using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>The document store on Azure: Cosmos DB for NoSQL with the official client.</summary>
/// <remarks>Point reads where an id is known, one transactional batch a commit, and a deadline on everything. The
/// charge of each call goes to the meter. The outcome told of a batch is the outcome that was, also where an answer was
/// lost on the way (docs/decisions/0012), and it is told once a second region has the batch (0013).</remarks>
public sealed class CosmosDocuments : IDocuments
{
    private readonly CosmosConnection _connection;
    private readonly SecondRegion _second;
    private readonly Dictionary<string, DocumentContainer> _containers;
    private readonly CosmosCalls _calls;
    private readonly CosmosReader _reader;
    private readonly CosmosWriter _writer;

    public CosmosDocuments(
        CosmosConnection connection, SecondRegion second, IEnumerable<DocumentContainer> containers, TimeProvider clock)
    {
        (_connection, _second) = (connection, second);
        _containers = containers.ToDictionary(container => container.Name, StringComparer.Ordinal);
        _calls = new CosmosCalls(connection, clock);
        _reader = new CosmosReader(connection, _calls);
        _writer = new CosmosWriter(connection, _calls, _reader);
    }

    public async ValueTask<Document?> ReadAsync(
        string container, string partitionKey, string id, CancellationToken cancellation)
    {
        var found = await _reader.FindAsync(_containers[container], partitionKey, id, cancellation);
        return found?.Document;
    }

    public async ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation)
    {
        DocumentLimits.Check(query);
        var container = _containers[query.Container];
        return await _calls.ReadAsync(
            _connection.Options.QueryDeadline,
            deadline => new CosmosPages(_connection.Container(container.Name), container, query).ReadAsync(deadline),
            cancellation);
    }

    public async Task<BatchOutcome> CommitAsync(
        string container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        var kept = _containers[container];
        DocumentLimits.Check(kept, partitionKey, operations);
        var (outcome, written) = await _writer.WriteAsync(kept, partitionKey, operations, cancellation);
        if (written is not null && kept.IsConfirmed)
        {
            await _second.ConfirmAsync(written, cancellation);
        }

        return outcome;
    }

    public async ValueTask<ChangePage> ReadChangesAsync(
        string container, string? kind, string? cursor, int limit, CancellationToken cancellation)
    {
        DocumentLimits.CheckPage(limit);
        var kept = _containers[container];
        return await _calls.ReadAsync(
            _connection.Options.QueryDeadline,
            deadline => ReadChangesAsync(kept, kind, cursor, limit, deadline),
            cancellation);
    }

    public async ValueTask<string> FindCursorAsync(
        string container, DateTimeOffset? since, CancellationToken cancellation) =>
        since is { } time ? CosmosCursor.At(time) : await _calls.ReadAsync(
            _connection.Options.QueryDeadline,
            async deadline =>
            {
                using var feed = _connection.Container(container).GetChangeFeedStreamIterator(
                    ChangeFeedStartFrom.Now(), ChangeFeedMode.LatestVersion);
                using var page = await feed.ReadNextAsync(deadline);
                UsageMeter.Current?.Read(0, page.Headers.RequestCharge);
                return CursorAfter(page);
            },
            cancellation);

    private async Task<ChangePage> ReadChangesAsync(
        DocumentContainer kept, string? kind, string? cursor, int limit, CancellationToken deadline)
    {
        var items = new List<Document>();
        while (true)
        {
            using var feed = _connection.Container(kept.Name).GetChangeFeedStreamIterator(
                CosmosCursor.Start(cursor),
                ChangeFeedMode.LatestVersion,
                new ChangeFeedRequestOptions { PageSizeHint = limit - items.Count });
            using var page = await feed.ReadNextAsync(deadline);
            UsageMeter.Current?.Read(0, page.Headers.RequestCharge);
            cursor = CursorAfter(page);
            if (page.StatusCode == HttpStatusCode.NotModified)
            {
                return new ChangePage(items, cursor);
            }

            items.AddRange(CosmosForm.ReadMany(
                await CosmosForm.BytesOfAsync(page.Content, deadline), kept.PartitionKey)
                .Where(document => kind is null || document.Kind == kind));
            if (items.Count >= limit)
            {
                return new ChangePage(items, cursor);
            }
        }
    }

    private static string CursorAfter(ResponseMessage page)
    {
        if (page.StatusCode != HttpStatusCode.NotModified)
        {
            CosmosFaults.Check(page);
        }

        return page.ContinuationToken;
    }
}
