using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>An answer that is the same for the whole world: bytes made once, with their strong ETag.</summary>
public sealed class PrerenderedResult : IResult
{
    // Short, because stock shows in it; stale answers are still good while a fresh one is fetched (RFC 5861).
    private const string CacheControl = "public, max-age=15, stale-while-revalidate=60";
    private readonly byte[] _body;
    private readonly string _etag;
    private readonly string? _link;

    public PrerenderedResult(byte[] body, string? link = null)
    {
        _body = body;
        _link = link;
        _etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"";
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ETag = _etag;
        headers.CacheControl = CacheControl;
        if (_link is not null)
        {
            headers.Link = _link;
        }

        if (Matches(httpContext.Request.Headers.IfNoneMatch))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = "application/json; charset=utf-8";
        headers.ContentLength = _body.Length;
        return HttpMethods.IsHead(httpContext.Request.Method)
            ? Task.CompletedTask
            : httpContext.Response.Body.WriteAsync(_body, 0, _body.Length, httpContext.RequestAborted);
    }

    private bool Matches(Microsoft.Extensions.Primitives.StringValues asked) =>
        asked.Count > 0
        && EntityTagHeaderValue.TryParseList(asked, out var tags)
        && tags.Any(tag => tag.Tag == "*" || tag.Tag == _etag);
}
