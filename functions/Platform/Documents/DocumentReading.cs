using System.Runtime.CompilerServices;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>Reads that take more than one page.</summary>
public static class DocumentReading
{
    /// <summary>All documents of a query, page after page. Pages may be of different moments.</summary>
    public static async IAsyncEnumerable<Document> QueryAllAsync(
        this IDocuments documents,
        DocumentQuery query,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(query);
        string? continuation = null;
        do
        {
            var page = await documents.QueryAsync(query with { Continuation = continuation }, cancellation);
            foreach (var document in page.Items)
            {
                yield return document;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }
}
