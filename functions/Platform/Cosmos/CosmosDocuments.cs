using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>The document store on Azure: Cosmos DB for NoSQL with the official client.</summary>
/// <remarks>Point reads where an id is known, one transactional batch a commit, and a deadline on everything. The
/// charge of each call goes to the meter. A batch whose answer was lost and which the client repeated is recognised by
/// its mark, so that the outcome told is the outcome that was (docs/decisions/0012).</remarks>
public sealed class CosmosDocuments(
    CosmosConnection connection, SecondRegion second, IEnumerable<DocumentContainer> containers) : IDocuments
{
    private readonly Dictionary<string, DocumentContainer> _containers =
        containers.ToDictionary(container => container.Name, StringComparer.Ordinal);

    private readonly WriteMarks _marks = new();

    public async ValueTask<Document?> ReadAsync(
        string container, string partitionKey, string id, CancellationToken cancellation)
    {
        var found = await FindAsync(_containers[container], partitionKey, id, cancellation);
        return found?.Document;
    }

    public async ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation)
    {
        DocumentLimits.Check(query);
        var container = _containers[query.Container];
        var pages = new CosmosPages(connection.Container(container.Name), container, query);
        return await AnsweredAsync(connection.Options.QueryDeadline, pages.ReadAsync, cancellation);
    }

    public async Task<BatchOutcome> CommitAsync(
        string container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        var kept = _containers[container];
        DocumentLimits.Check(kept, partitionKey, operations);
        var mark = _marks.Next();
        string? session = null;
        var outcome = await AnsweredAsync(connection.Options.WriteDeadline, async deadline =>
        {
            var batch = CosmosBatch.Of(
                connection.Container(container), kept.PartitionKey, partitionKey, operations, mark);
            using var response = await batch.ExecuteAsync(deadline);
            var told = CosmosBatch.Read(response, operations);
            UsageMeter.Current?.Wrote(told is { IsCommitted: true } ? operations.Count : 0, response.RequestCharge);
            session = response.Headers.Session;
            return told ?? throw (CosmosFaults.Of(response.StatusCode, response.RetryAfter, response.ErrorMessage)
                ?? new DocumentsUnavailableException());
        }, cancellation);
        if (!outcome.IsCommitted)
        {
            outcome = await RecogniseAsync(kept, partitionKey, operations, mark, cancellation) ?? outcome;
        }

        if (outcome.IsCommitted && kept.IsConfirmed)
        {
            await second.ConfirmAsync(WrittenBatch.Of(kept, partitionKey, operations, outcome, session), cancellation);
        }

        return outcome;
    }

    public async ValueTask<ChangePage> ReadChangesAsync(
        string container, string? kind, string? cursor, int limit, CancellationToken cancellation)
    {
        DocumentLimits.CheckPage(limit);
        var kept = _containers[container];
        return await AnsweredAsync(connection.Options.QueryDeadline, async deadline =>
        {
            var items = new List<Document>();
            while (true)
            {
                using var feed = connection.Container(container).GetChangeFeedStreamIterator(
                    CosmosCursor.Start(cursor),
                    ChangeFeedMode.LatestVersion,
                    new ChangeFeedRequestOptions { PageSizeHint = limit - items.Count });
                using var page = await feed.ReadNextAsync(deadline);
                UsageMeter.Current?.Read(0, page.Headers.RequestCharge);
                cursor = page.StatusCode == HttpStatusCode.NotModified ? page.ContinuationToken : Moved(page);
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
        }, cancellation);
    }

    public async ValueTask<string> FindCursorAsync(
        string container, DateTimeOffset? since, CancellationToken cancellation) =>
        since is { } time ? CosmosCursor.At(time) : await AnsweredAsync(
            connection.Options.QueryDeadline,
            async deadline =>
            {
                using var feed = connection.Container(container).GetChangeFeedStreamIterator(
                    ChangeFeedStartFrom.Now(), ChangeFeedMode.LatestVersion);
                using var page = await feed.ReadNextAsync(deadline);
                return page.StatusCode == HttpStatusCode.NotModified ? page.ContinuationToken : Moved(page);
            },
            cancellation);

    private static string Moved(ResponseMessage page)
    {
        CosmosFaults.Check(page);
        return page.ContinuationToken;
    }

    private async Task<(Document Document, string? Write)?> FindAsync(
        DocumentContainer container, string partitionKey, string id, CancellationToken cancellation) =>
        await AnsweredAsync<(Document, string?)?>(connection.Options.ReadDeadline, async deadline =>
        {
            using var response = await connection.Container(container.Name).ReadItemStreamAsync(
                id, new PartitionKey(partitionKey), cancellationToken: deadline);
            var isThere = response.StatusCode != HttpStatusCode.NotFound;
            UsageMeter.Current?.Read(isThere ? 1 : 0, response.Headers.RequestCharge);
            if (!isThere)
            {
                return null;
            }

            CosmosFaults.Check(response);
            return CosmosForm.Read(await CosmosForm.BytesOfAsync(response.Content, deadline), container.PartitionKey);
        }, cancellation);

    // The refusal may be of a repetition by the client, after the first attempt had written and its answer was lost.
    private async Task<BatchOutcome?> RecogniseAsync(
        DocumentContainer container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        string mark,
        CancellationToken cancellation)
    {
        if (CosmosBatch.Witness(operations) is not { } witness
            || await FindAsync(container, partitionKey, witness.Id, cancellation) is not { } found
            || found.Write != mark)
        {
            return null;
        }

        var etags = new string?[operations.Count];
        for (var index = 0; index < operations.Count; index++)
        {
            etags[index] = operations[index] is DocumentOperation.Delete
                ? null
                : (await FindAsync(container, partitionKey, operations[index].Id, cancellation))?.Document.ETag;
        }

        return BatchOutcome.Committed(etags);
    }

    private async Task<T> AnsweredAsync<T>(
        TimeSpan patience, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(patience);
        try
        {
            var answer = await call(deadline.Token);
            connection.Answered();
            return answer;
        }
        catch (DocumentsException fault)
        {
            connection.Unanswered(fault);
            throw;
        }
        catch (Exception thrown) when (CosmosFaults.Of(thrown, cancellation) is not null)
        {
            throw Unanswered(CosmosFaults.Of(thrown, cancellation)!);
        }
    }

    private DocumentsException Unanswered(DocumentsException fault)
    {
        connection.Unanswered(fault);
        return fault;
    }
}
