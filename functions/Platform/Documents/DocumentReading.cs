using System.Runtime.CompilerServices;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>Reads that take more than one page.</summary>
public static class DocumentReading
{
    /// <summary>All documents of a query, page after page; the next page is on its way while one is looked through.
    /// Pages may be of different moments.</summary>
    public static async IAsyncEnumerable<Document> QueryAllAsync(
        this IDocuments documents,
        DocumentQuery query,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(query);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var next = documents.QueryAsync(query with { Continuation = null }, stop.Token).AsTask();
        try
        {
            while (next is not null)
            {
                var page = await next;
                next = page.Continuation is { } continuation
                    ? documents.QueryAsync(query with { Continuation = continuation }, stop.Token).AsTask()
                    : null;
                foreach (var document in page.Items)
                {
                    yield return document;
                }
            }
        }
        finally
        {
            // Whoever looks no further does not wait for a page either, nor hear of its faults.
            await stop.CancelAsync();
            _ = next?.ContinueWith(
                static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }
}
