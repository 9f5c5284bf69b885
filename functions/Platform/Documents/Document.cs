using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Platform.Documents;

/// <summary>One stored JSON document as read from a container.</summary>
/// <param name="PartitionKey">Value of the container's partition key.</param>
/// <param name="Id">Unique within the partition.</param>
/// <param name="Kind">What the body is: <c>order</c>, <c>movement</c>, <c>outbox</c>.</param>
/// <param name="ETag">Opaque version; changes with every write.</param>
/// <param name="At">Time of the last write, UTC.</param>
/// <param name="Body">UTF-8 JSON object.</param>
public sealed record Document(
    string PartitionKey, string Id, string Kind, string ETag, DateTimeOffset At, ReadOnlyMemory<byte> Body)
{
    /// <exception cref="System.Text.Json.JsonException">The body is not a <typeparamref name="T"/>:
    /// corrupt data.</exception>
    public T As<T>() => ShopJson.Deserialize<T>(Body.Span);
}

/// <summary>A container and what the engine must know of it.</summary>
/// <param name="Name">Kebab-case plural: <c>orders</c>.</param>
/// <param name="PartitionKey">Name of the partition key member: <c>orderId</c>.</param>
/// <param name="Indexes">Body members that cross-partition queries may filter by.</param>
public sealed record DocumentContainer(string Name, string PartitionKey, params DocumentIndex[] Indexes)
{
    /// <summary>Whether a writer waits until a second region has what it wrote, where there is one. Not needed for what
    /// can be made again from the rest.</summary>
    public bool IsConfirmed { get; init; } = true;
}

/// <summary>A top-level body member that documents of one kind can be found by.</summary>
public sealed record DocumentIndex(string Kind, string Field);

/// <summary>A query within one container; in one partition when <see cref="PartitionKey"/> is set.</summary>
/// <param name="Container">Name of the container.</param>
public sealed record DocumentQuery(string Container)
{
    public string? PartitionKey { get; init; }

    public string? Kind { get; init; }

    /// <summary>Only ids that begin with this text.</summary>
    public string? IdPrefix { get; init; }

    /// <summary>Needs <see cref="Kind"/>, and an index declared for it.</summary>
    public FieldFilter? Where { get; init; }

    /// <summary>Where the last page ended; null for the first page.</summary>
    public string? Continuation { get; init; }

    /// <summary>Newest ids first; in one partition only.</summary>
    public bool Descending { get; init; }

    /// <summary>Documents in a page; 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Whether any order will do, for whoever reads everything: a page may then be short of its limit, and its
    /// continuation is good for this very query only.</summary>
    public bool InAnyOrder { get; init; }
}

/// <summary>A condition on one indexed member. Values are text or whole numbers.</summary>
public sealed record FieldFilter(string Field, FieldComparison Comparison, object Value)
{
    public static FieldFilter Is(string field, object value) => new(field, FieldComparison.Equal, value);

    public static FieldFilter Before(string field, DateTimeOffset at) =>
        new(field, FieldComparison.Less, UtcConverter.Text(at));

    public static FieldFilter Since(string field, DateTimeOffset at) =>
        new(field, FieldComparison.AtLeast, UtcConverter.Text(at));
}

public enum FieldComparison
{
    Equal,
    Less,
    AtLeast,
}

/// <summary>Some documents, ordered by partition and id, and how to ask for the next ones.</summary>
public sealed record DocumentPage(IReadOnlyList<Document> Items, string? Continuation);

/// <summary>Documents in the order in which they were last written, and the cursor after them.</summary>
public sealed record ChangePage(IReadOnlyList<Document> Items, string Cursor);
