using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TwistedThreads.Simulators.Host;

/// <summary>Passes public requests on to the handler, as the host does in proxy mode by way of YARP: streaming both
/// ways, paths escaped as they were, forwarding headers set whatever the client said.</summary>
/// <remarks>Azure/azure-functions-host: DefaultHttpProxyService, RetryProxyHandler. microsoft/reverse-proxy:
/// RequestUtilities.EncodePath.</remarks>
internal sealed class Proxy(Handler handler) : IDisposable
{
    private const int Attempts = 10;
    private const string PathCharacters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";

    private static readonly SearchValues<char> Plain = SearchValues.Create(PathCharacters);

    private static readonly HashSet<string> BetweenNeighbours = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host",
    };

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 1024,
    });

    public async Task ForwardAsync(HttpContext context)
    {
        var process = await handler.ReadyAsync(context.RequestAborted);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, process.Death);
        try
        {
            using var answer = await SendAsync(context, process, end.Token);
            await CopyAsync(context.Response, answer, end.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpContext context, HandlerProcess process, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = Request(context, process);
            try
            {
                return await _http.SendAsync(request, cancellation);
            }
            catch (HttpRequestException fault) when (attempt < Attempts
                && (request.Content is null || fault.InnerException is SocketException))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250, 50 * attempt)), cancellation);
            }
        }
    }

    private static HttpRequestMessage Request(HttpContext context, HandlerProcess process)
    {
        var incoming = context.Request;
        var target = process.Address.GetLeftPart(UriPartial.Authority) + Encoded(incoming.Path) + incoming.QueryString;
        var request = new HttpRequestMessage(
            new HttpMethod(incoming.Method),
            new Uri(target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            request.Content = new StreamContent(incoming.Body);
            request.Headers.TransferEncodingChunked = incoming.ContentLength is null ? true : null;
        }

        foreach (var (name, values) in incoming.Headers)
        {
            if (!BetweenNeighbours.Contains(name)
                && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        var id = Invocations.NewId();
        Set(request, "X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1");
        Set(request, "X-Forwarded-Host", incoming.Host.Value ?? "");
        Set(request, "X-Forwarded-Proto", incoming.Scheme);
        Set(request, Invocations.IdHeader, id);
        Set(request, Invocations.VersionHeader, Invocations.Version);
        Set(request, "x-ms-invocation-id", id);
        return request;
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }

    private static string Encoded(PathString path)
    {
        var text = path.Value ?? "/";
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            _ = Plain.Contains((char)octet)
                ? encoded.Append((char)octet)
                : encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }

    private static async Task CopyAsync(
        HttpResponse response, HttpResponseMessage answer, CancellationToken cancellation)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (!BetweenNeighbours.Contains(name))
            {
                response.Headers[name] = values.ToArray();
            }
        }

        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            await response.Body.WriteAsync(buffer.AsMemory(0, read), cancellation);
            await response.Body.FlushAsync(cancellation);
        }
    }
}
