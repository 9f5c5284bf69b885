using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace TwistedThreads.Harness;

/// <summary>Sends requests to one shop. Any status is an answer; only a lost connection throws.</summary>
public sealed class ShopClient : IDisposable
{
    private readonly HttpClient _http;

    public ShopClient(Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Address => _http.BaseAddress!;

    public Task<Answer> GetAsync(string path, Identity? who = null) => SendAsync(HttpMethod.Get, path, null, who);

    public Task<Answer> PostAsync(string path, JsonNode body, Identity? who = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body, who, key);

    public Task<Answer> PutAsync(string path, JsonNode body, Identity? who = null) =>
        SendAsync(HttpMethod.Put, path, body, who);

    /// <param name="key">The Idempotency-Key; null sends none.</param>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, JsonNode? body, Identity? who = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        if (who is { IsSomebody: true })
        {
            request.Headers.TryAddWithoutValidation(who.Header, who.Value);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", $"\"{key}\"");
        }

        return await SendAsync(request, body?.ToJsonString() ?? "");
    }

    /// <param name="sent">The body as text, for failure messages only.</param>
    public async Task<Answer> SendAsync(HttpRequestMessage request, string sent)
    {
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var asked = $"{request.Method} {request.RequestUri} {Headers(request)}\n{Answer.Shortened(sent)}";
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        return new Answer(asked, (int)response.StatusCode, mediaType, text, Pause(response.Headers.RetryAfter));
    }

    /// <summary>Sends again while the shop asks for it, at most for half a minute.</summary>
    public static async Task<Answer> PatientlyAsync(Func<Task<Answer>> send)
    {
        var answer = await Eventually.HoldsAsync(send, seen => !seen.AsksToRepeat, "the shop has an answer");
        return answer;
    }

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await GetAsync("/api/health/ready")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private static TimeSpan? Pause(RetryConditionHeaderValue? retryAfter) => retryAfter?.Delta;

    private static string Headers(HttpRequestMessage request) =>
        string.Join("; ", request.Headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));
}
