using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Telemetry;

/// <summary>Counts documents and estimated request units for the running invocation, in front of an engine that does
/// not report a charge of its own.</summary>
/// <remarks>Estimates from Microsoft Learn, "Request units in Azure Cosmos DB": a point read of 1 KB costs 1 unit, a
/// write of 1 KB about 5.5, a replacement or patch about 10, a deletion about 5, a query 2.3 and the reads.</remarks>
public sealed class MeteredDocuments(IDocuments inner) : IDocuments
{
    private const double Kilobyte = 1024;

    public async ValueTask<Document?> ReadAsync(
        string container, string partitionKey, string id, CancellationToken cancellation)
    {
        var document = await inner.ReadAsync(container, partitionKey, id, cancellation);
        UsageMeter.Current?.Read(document is null ? 0 : 1, Math.Max(1, (document?.Body.Length ?? 0) / Kilobyte));
        return document;
    }

    public async ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation)
    {
        var page = await inner.QueryAsync(query, cancellation);
        UsageMeter.Current?.Read(page.Items.Count, 2.3 + page.Items.Sum(item => item.Body.Length / Kilobyte));
        return page;
    }

    public async Task<BatchOutcome> CommitAsync(
        string container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        var outcome = await inner.CommitAsync(container, partitionKey, operations, cancellation);
        UsageMeter.Current?.Wrote(outcome.IsCommitted ? operations.Count : 0, operations.Sum(Units));
        return outcome;
    }

    public ValueTask<ChangePage> ReadChangesAsync(
        string container, string? kind, string? cursor, int limit, CancellationToken cancellation) =>
        inner.ReadChangesAsync(container, kind, cursor, limit, cancellation);

    public ValueTask<string> FindCursorAsync(
        string container, DateTimeOffset? since, CancellationToken cancellation) =>
        inner.FindCursorAsync(container, since, cancellation);

    private static double Units(DocumentOperation operation) => operation switch
    {
        DocumentOperation.Create create => 5.5 * Math.Max(1, create.Body.Length / Kilobyte),
        DocumentOperation.Replace replace => 10 * Math.Max(1, replace.Body.Length / Kilobyte),
        DocumentOperation.Upsert upsert => 10 * Math.Max(1, upsert.Body.Length / Kilobyte),
        DocumentOperation.Patch => 10,
        _ => 5,
    };
}
