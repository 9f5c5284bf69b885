using System.Globalization;
using Microsoft.AspNetCore.Http;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>A request and the region that answers it.</summary>
internal sealed class Call(HttpRequest request, int region)
{
    private static readonly string[] Reads = ["point-read", "query", "query-plan", "change-feed", "read-feed"];

    public int Region => region;

    public string Method => request.Method;

    /// <summary>The parts of the path: <c>dbs</c>, database, <c>colls</c>, container, <c>docs</c>, id.</summary>
    public IReadOnlyList<string> Path { get; } =
        request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public bool IsForItems => Path is ["dbs", _, "colls", _, "docs", ..];

    public bool IsWrite => IsForItems && !Reads.Contains(Operation);

    /// <summary>For the log.</summary>
    public string Operation => field ??= IsForItems ? OperationOnItems() : "metadata";

    public string? this[string header] => request.Headers.TryGetValue(header, out var value) ? value.ToString() : null;

    public bool Has(string header) => string.Equals(this[header], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The caller wants no body back from a write.</summary>
    public bool IsMinimal => this["Prefer"]?.Contains("return=minimal", StringComparison.OrdinalIgnoreCase) == true;

    public int MaxItemCount(int standard) =>
        int.TryParse(this[Headers.MaxItemCount], NumberStyles.AllowLeadingSign, null, out var most) && most > 0
            ? most
            : standard;

    public async Task<ReadOnlyMemory<byte>> ReadBodyAsync(CancellationToken cancellation)
    {
        if (request.ContentLength > ItemBody.LargestBytes + 64 * 1024)
        {
            throw new RefusalException(413, "Request size is too large");
        }

        using var buffer = new MemoryStream((int)(request.ContentLength ?? 1024));
        await request.Body.CopyToAsync(buffer, cancellation);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private string OperationOnItems() => (Method, Path.Count) switch
    {
        ("GET", 5) => this["A-IM"] is null ? "read-feed" : "change-feed",
        ("GET", _) => "point-read",
        ("PUT", _) => "replace",
        ("PATCH", _) => "patch",
        ("DELETE", _) => "delete",
        _ when Has(Headers.IsQueryPlan) => "query-plan",
        _ when Has(Headers.BatchRequest) => "batch",
        _ when Has(Headers.IsQuery) => "query",
        _ when this["Content-Type"]?.StartsWith("application/query+json", StringComparison.Ordinal) == true => "query",
        _ when Has(Headers.IsUpsert) => "upsert",
        _ => "create",
    };
}
