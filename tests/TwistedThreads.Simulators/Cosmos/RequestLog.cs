namespace TwistedThreads.Simulators.Cosmos;

/// <summary>Requests that an account has answered, and what they cost.</summary>
public sealed class RequestLog
{
    private readonly Lock _lock = new();
    private Dictionary<RequestKind, (long Count, double Charge)> _counts = [];

    /// <summary>Every kind seen since the last reset.</summary>
    public IReadOnlyList<RequestCount> Counts
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _counts
                        .Select(entry => new RequestCount(entry.Key, entry.Value.Count, entry.Value.Charge))
                        .OrderBy(count => count.Kind.Container, StringComparer.Ordinal)
                        .ThenBy(count => count.Kind.Operation, StringComparer.Ordinal)
                        .ThenBy(count => count.Kind.Region, StringComparer.Ordinal)
                        .ThenBy(count => count.Kind.Status),
                ];
            }
        }
    }

    /// <summary>How many requests were like that; null stands for any.</summary>
    public long Count(string? operation = null, string? container = null, string? region = null) =>
        Matching(operation, container, region).Sum(count => count.Count);

    /// <summary>Request units that such requests were charged.</summary>
    public double Charge(string? operation = null, string? container = null, string? region = null) =>
        Matching(operation, container, region).Sum(count => count.Charge);

    public void Reset()
    {
        lock (_lock)
        {
            _counts = [];
        }
    }

    internal void Record(RequestKind kind, double charge)
    {
        lock (_lock)
        {
            var (count, sum) = _counts.GetValueOrDefault(kind);
            _counts[kind] = (count + 1, sum + charge);
        }
    }

    private IEnumerable<RequestCount> Matching(string? operation, string? container, string? region) =>
        Counts.Where(count => (operation is null || count.Kind.Operation == operation)
            && (container is null || count.Kind.Container == container)
            && (region is null || count.Kind.Region == region));
}

/// <summary>A kind of request.</summary>
/// <param name="Region">The region that answered.</param>
/// <param name="Operation">point-read, query, query-plan, batch, patch, create, replace, upsert, delete, change-feed,
/// read-feed or metadata.</param>
/// <param name="Container">Name; empty where it asked for no container.</param>
/// <param name="Status">HTTP status answered.</param>
public sealed record RequestKind(string Region, string Operation, string Container, int Status);

/// <summary>How many requests of a kind.</summary>
/// <param name="Charge">Sum of request units.</param>
public sealed record RequestCount(RequestKind Kind, long Count, double Charge);
