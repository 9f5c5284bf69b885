using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TwistedThreads.Functions.Tests.Platform.Http;

/// <summary>Requests as a caller would send them, and answers as a caller would read them.</summary>
internal static class Requests
{
    public static HttpRequest WithBody(string body, string? contentType = "application/json") =>
        WithBody(Encoding.UTF8.GetBytes(body), contentType);

    public static HttpRequest WithBody(byte[] body, string? contentType = "application/json")
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.Body = new MemoryStream(body);
        request.ContentLength = body.Length;
        request.ContentType = contentType;
        return request;
    }

    public static HttpRequest WithQuery(string query)
    {
        var request = new DefaultHttpContext().Request;
        request.Path = "/api/orders";
        request.QueryString = new QueryString(query);
        return request;
    }

    public static HttpRequest WithHeader(string name, params string[] values)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[name] = values;
        return request;
    }

    public static async Task<(HttpResponse Response, JsonElement Body)> AnswerAsync(IResult result)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await result.ExecuteAsync(context);
        using var document = JsonDocument.Parse(body.ToArray());
        return (context.Response, document.RootElement.Clone());
    }
}
