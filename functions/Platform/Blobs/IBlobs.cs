namespace TwistedThreads.Functions.Platform.Blobs;

/// <summary>What is known of a blob without reading it.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">Changes with every write.</param>
public sealed record StoredBlob(
    BlobAddress Address, string ContentType, long Length, string ETag, DateTimeOffset WrittenAt);

/// <summary>How to write a blob.</summary>
/// <param name="ContentType">Kept, and told to whoever reads it.</param>
/// <param name="MaxBytes">More is refused, and nothing of it is kept.</param>
public sealed record BlobTerms(string ContentType, long MaxBytes)
{
    /// <summary>Only where there is none (<c>If-None-Match: *</c>).</summary>
    public bool OnlyNew { get; init; }

    /// <summary>Only over this version; null for any.</summary>
    public string? IfMatch { get; init; }
}

/// <summary>Why a blob was not written.</summary>
public enum BlobRejection
{
    /// <summary>There is one already.</summary>
    Exists,

    /// <summary>It is not the version that was expected.</summary>
    Changed,

    TooLarge,
}

/// <summary>The outcome of a write: the blob, or why not.</summary>
public sealed record BlobOutcome(StoredBlob? Blob, BlobRejection? Rejection);

/// <summary>A blob with its bytes, to be read once.</summary>
public sealed record OpenBlob(StoredBlob Blob, Stream Content) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <param name="Continuation">Where the next page begins; null after the last.</param>
public sealed record BlobPage(IReadOnlyList<StoredBlob> Blobs, string? Continuation);

/// <summary>An address that lets whoever has it do one thing with one blob, for a while.</summary>
/// <param name="Address">Absolute, or relative to the shop in the embedded home.</param>
/// <param name="Method">PUT or GET.</param>
/// <param name="Headers">To be sent with the request, as they are.</param>
public sealed record SignedUrl(
    Uri Address, string Method, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt)
{
    /// <summary>Azure's keys for signing live no longer.</summary>
    public static TimeSpan MaxLifetime { get; } = TimeSpan.FromDays(6);

    /// <exception cref="ArgumentOutOfRangeException">Not a lifetime that both homes can give.</exception>
    public static DateTimeOffset ExpiryAfter(TimeSpan lifetime, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, MaxLifetime);
        return clock.GetUtcNow() + lifetime;
    }
}

/// <summary>The store of blobs cannot be reached or does not do as it is told.</summary>
public sealed class BlobStoreException(string reason, Exception cause) : Exception(reason, cause);

/// <summary>Files by name, in containers that exist. A blob is there as a whole or not at all.</summary>
public interface IBlobs
{
    Task<BlobOutcome> PutAsync(
        BlobAddress address, Stream content, BlobTerms terms, CancellationToken cancellation);

    /// <returns>Null when there is none.</returns>
    Task<OpenBlob?> OpenAsync(BlobAddress address, CancellationToken cancellation);

    /// <returns>Null when there is none.</returns>
    Task<StoredBlob?> FindAsync(BlobAddress address, CancellationToken cancellation);

    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(BlobAddress address, CancellationToken cancellation);

    /// <summary>Blobs whose names begin with a prefix, in the order of their names.</summary>
    Task<BlobPage> ListAsync(
        string container, string prefix, int limit, string? continuation, CancellationToken cancellation);

    /// <summary>Lets somebody upload one new blob. Type and size are promised by the terms and held by the embedded
    /// home; Azure holds the uploader to neither, so look at the blob before using it.</summary>
    Task<SignedUrl> UploadUrlAsync(
        BlobAddress address, BlobTerms terms, TimeSpan lifetime, CancellationToken cancellation);

    Task<SignedUrl> DownloadUrlAsync(BlobAddress address, TimeSpan lifetime, CancellationToken cancellation);
}
