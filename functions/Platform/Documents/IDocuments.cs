namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>The document store, in the terms of the stricter of its two engines (Cosmos DB for NoSQL).</summary>
/// <remarks>Faults are <see cref="DocumentsException"/>s. After a time-out the outcome of a batch is unknown: callers
/// make their batches safe to repeat by giving documents ids that follow from the cause.</remarks>
public interface IDocuments
{
    /// <returns>The document, or null when there is none or its time to live is over.</returns>
    ValueTask<Document?> ReadAsync(string container, string partitionKey, string id, CancellationToken cancellation);

    ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation);

    /// <summary>Writes all operations or none. At most 100 operations and 2 MB, all in one partition.</summary>
    /// <exception cref="DocumentLimitException">More than that,
    /// or an id that the stricter engine would refuse.</exception>
    Task<BatchOutcome> CommitAsync(
        string container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation);

    /// <summary>Documents written since <paramref name="cursor"/>; within a partition the oldest write first. Only the
    /// latest version of each is seen, and deletions are not seen at all.</summary>
    /// <param name="container">Name of the container.</param>
    /// <param name="kind">Only documents of this kind; null for all.</param>
    /// <param name="cursor">From an earlier page; null for the beginning.</param>
    /// <param name="limit">Documents in a page; 1 to 1,000. What one batch wrote is not torn apart, and may be
    /// more.</param>
    /// <param name="cancellation">Stops waiting.</param>
    ValueTask<ChangePage> ReadChangesAsync(
        string container, string? kind, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>The cursor from which <see cref="ReadChangesAsync"/> sees all that was written at
    /// <paramref name="since"/> or later, and perhaps a second's worth before it.</summary>
    /// <param name="container">Name of the container.</param>
    /// <param name="since">UTC; null for what is written from now on.</param>
    /// <param name="cancellation">Stops waiting.</param>
    ValueTask<string> FindCursorAsync(string container, DateTimeOffset? since, CancellationToken cancellation);
}

/// <summary>A fault of the document store.</summary>
public abstract class DocumentsException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Too much at once; nothing was written.</summary>
public sealed class DocumentsThrottledException(TimeSpan retryAfter)
    : DocumentsException("The document store asks for a pause.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>No answer in time: the batch may have been written or not.</summary>
public sealed class DocumentsTimeoutException(Exception? cause = null)
    : DocumentsException("The document store did not answer in time; the outcome is unknown.", cause);

/// <summary>The region does not answer; nothing is known of what it did.</summary>
public sealed class DocumentsUnavailableException(string? detail = null, Exception? cause = null)
    : DocumentsException($"The document store cannot be reached. {detail}".TrimEnd(), cause);

/// <summary>The batch could never be written: a programming error, refused before anything happens.</summary>
public sealed class DocumentLimitException(string message) : DocumentsException(message);

/// <summary>Somebody else wrote first, again and again: tried as often as is sensible.</summary>
public sealed class ConcurrentWriteException(string what)
    : DocumentsException($"{what} was changed by others at every attempt.");
