using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>One version of an item, as it is answered. Never changed: a write puts another in its place.</summary>
/// <param name="Id">Unique within its partition key.</param>
/// <param name="Key">Its partition key as JSON.</param>
/// <param name="Number">Grows with every created item; the order of an unordered query.</param>
/// <param name="Rid">System property <c>_rid</c>.</param>
/// <param name="Etag">In quotes, other for every write.</param>
/// <param name="Timestamp">Seconds since 1970: <c>_ts</c>.</param>
/// <param name="Lsn">Sequence number of its commit within the physical partition.</param>
/// <param name="ExpiresAt">Seconds since 1970; null where it lives for ever.</param>
/// <param name="Body">Null where this version is a deletion.</param>
internal sealed record Item(
    string Id,
    string Key,
    long Number,
    string Rid,
    string Etag,
    long Timestamp,
    long Lsn,
    long? ExpiresAt,
    byte[]? Body)
{
    private JsonElement? _root;

    /// <summary>The body, parsed at first use.</summary>
    public JsonElement Root => _root ??= JsonDocument.Parse(Body!).RootElement;

    /// <summary>Where its physical partition's hash range it lies.</summary>
    public required string Hash { get; init; }

    public bool IsDeletion => Body is null;

    public bool IsAliveAt(long now) => Body is not null && !(ExpiresAt <= now);
}
