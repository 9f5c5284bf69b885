using System.Runtime.CompilerServices;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>Keeps a process up to date with the documents of one kind: first all that there are, then what changes. The
/// first time it asks for the documents and not for the feed, whose length grows with every write ever made.</summary>
public sealed class Follower(IDocuments documents, string container, string kind)
{
    private const int PageSize = 1000;
    private string? _cursor;

    /// <summary>What is new since the last call that ran to its end; some of it may have been seen before.</summary>
    public async IAsyncEnumerable<Document> NewAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_cursor is null)
        {
            // The cursor first: what is written during the reading is then seen twice rather than never.
            var start = await documents.FindCursorAsync(container, null, cancellation);
            var all = new DocumentQuery(container) { Kind = kind, Limit = PageSize, InAnyOrder = true };
            await foreach (var document in documents.QueryAllAsync(all, cancellation))
            {
                yield return document;
            }

            _cursor = start;
        }

        ChangePage page;
        do
        {
            page = await documents.ReadChangesAsync(container, kind, _cursor, PageSize, cancellation);
            foreach (var document in page.Items)
            {
                yield return document;
            }

            // Moved only now: a fault in between reads the page again, which changes nothing.
            _cursor = page.Cursor;
        }
        while (page.Items.Count >= PageSize);
    }
}
