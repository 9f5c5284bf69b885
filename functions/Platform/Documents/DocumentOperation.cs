using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>One step of an atomic batch within a partition.</summary>
public abstract record DocumentOperation(string Id)
{
    /// <summary>Refused when the id is taken.</summary>
    public sealed record Create(string Id, string Kind, byte[] Body, TimeSpan? TimeToLive = null)
        : DocumentOperation(Id);

    /// <summary>Refused when the document is missing or its ETag is another.</summary>
    public sealed record Replace(string Id, string Kind, byte[] Body, string IfMatch, TimeSpan? TimeToLive = null)
        : DocumentOperation(Id);

    /// <summary>Writes whatever is there.</summary>
    public sealed record Upsert(string Id, string Kind, byte[] Body, TimeSpan? TimeToLive = null)
        : DocumentOperation(Id);

    /// <summary>Refused when the document is missing, or when an ETag is given and is another.</summary>
    public sealed record Delete(string Id, string? IfMatch = null) : DocumentOperation(Id);

    /// <summary>Adds to whole-number members where all conditions hold; at most ten members, as in Cosmos DB.</summary>
    public sealed record Patch(string Id, IReadOnlyList<Increment> Increments, IReadOnlyList<AtLeast> Where)
        : DocumentOperation(Id);

    public static Create New<T>(string id, string kind, T body, TimeSpan? timeToLive = null) =>
        new(id, kind, ShopJson.Serialize(body), timeToLive);

    public static Replace Over<T>(Document current, T body, TimeSpan? timeToLive = null)
    {
        ArgumentNullException.ThrowIfNull(current);
        return new(current.Id, current.Kind, ShopJson.Serialize(body), current.ETag, timeToLive);
    }

    public static Upsert Put<T>(string id, string kind, T body, TimeSpan? timeToLive = null) =>
        new(id, kind, ShopJson.Serialize(body), timeToLive);

    internal string? NewKind => this switch
    {
        Create create => create.Kind,
        Replace replace => replace.Kind,
        Upsert upsert => upsert.Kind,
        _ => null,
    };

    internal int Bytes => this switch
    {
        Create create => create.Body.Length,
        Replace replace => replace.Body.Length,
        Upsert upsert => upsert.Body.Length,
        _ => 0,
    };
}

/// <summary>Adds <paramref name="By"/> to the whole-number member <paramref name="Field"/>.</summary>
public sealed record Increment(string Field, int By);

/// <summary>Holds where <paramref name="Field"/>, less <paramref name="Minus"/> if named, is at least
/// <paramref name="Value"/>.</summary>
public sealed record AtLeast(string Field, int Value, string? Minus = null);

/// <summary>Why a batch was refused as a whole.</summary>
public enum BatchRejection
{
    None,
    AlreadyExists,
    NotFound,
    ETagMismatch,
    ConditionFailed,
}

/// <summary>What became of a batch: all of it, or nothing.</summary>
/// <param name="Rejection">Why nothing was written; <see cref="BatchRejection.None"/> when all was.</param>
/// <param name="Index">The operation that was refused; -1 when none was.</param>
/// <param name="ETags">New ETags in order of the operations; null for deletions. Empty when refused.</param>
public sealed record BatchOutcome(BatchRejection Rejection, int Index, IReadOnlyList<string?> ETags)
{
    public bool IsCommitted => Rejection == BatchRejection.None;

    public static BatchOutcome Committed(IReadOnlyList<string?> etags) => new(BatchRejection.None, -1, etags);

    public static BatchOutcome Rejected(BatchRejection reason, int index) => new(reason, index, []);
}
