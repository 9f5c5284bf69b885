using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>A refusal as problem details (RFC 9457), with our <c>code</c>, JSON Pointers and the trace id.</summary>
public sealed class ProblemResult(int status, Refusal refusal) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    // Registered by draft-ietf-httpapi-ratelimit-headers-10, so that any client knows it.
    private const string QuotaExceeded = "https://iana.org/assignments/http-problem-types#quota-exceeded";

    public int? StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (response.HasStarted)
        {
            return;
        }

        response.StatusCode = status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } pause)
        {
            response.Headers.RetryAfter =
                Math.Max(1, (int)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(Body(), httpContext.RequestAborted);
    }

    private byte[] Body()
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["type"] = refusal.Kind == RefusalKind.TooMany
                ? QuotaExceeded
                : $"https://twistedthreads.example/problems/{refusal.Code.Replace('.', '/')}",
            ["title"] = Title(refusal.Code),
            ["status"] = status,
            ["detail"] = refusal.Detail,
            ["code"] = refusal.Code,
            ["traceId"] = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString(),
        };
        if (refusal.Faults.Count > 0)
        {
            members["errors"] = refusal.Faults;
        }

        foreach (var (name, fact) in refusal.Facts)
        {
            members.TryAdd(name, fact);
        }

        return JsonSerializer.SerializeToUtf8Bytes(members, ShopJson.Stored);
    }

    // Stable for each code, as the RFC asks of a title: "stock.not-enough" reads "Stock: not enough".
    private static string Title(string code)
    {
        var text = code.Replace(".", ": ", StringComparison.Ordinal).Replace('-', ' ');
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
