using System.Runtime.CompilerServices;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>Keeps a process up to date with the documents of some kinds: first all that there are, then what changes.
/// The first time it asks for the documents and not for the feed, whose length grows with every write ever
/// made.</summary>
public sealed class Follower(IDocuments documents, string container, params string[] kinds)
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
            foreach (var kind in kinds)
            {
                var all = new DocumentQuery(container) { Kind = kind, Limit = PageSize, InAnyOrder = true };
                await foreach (var document in documents.QueryAllAsync(all, cancellation))
                {
                    yield return document;
                }
            }

            _cursor = start;
        }

        // One look at the feed for all kinds: where looks are billed, each costs the same however much is wanted of it.
        var only = kinds is [var single] ? single : null;
        ChangePage page;
        do
        {
            page = await documents.ReadChangesAsync(container, only, _cursor, PageSize, cancellation);
            foreach (var document in page.Items.Where(document => kinds.Contains(document.Kind)))
            {
                yield return document;
            }

            // Moved only now: a fault in between reads the page again, which changes nothing.
            _cursor = page.Cursor;
        }
        while (page.Items.Count >= PageSize);
    }
}
