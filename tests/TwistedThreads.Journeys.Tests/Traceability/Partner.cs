using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests.Traceability;

/// <summary>Somebody who speaks EPCIS with the shop and reads the headers of its answers.</summary>
internal sealed class Partner : IDisposable
{
    private const string Capture = "/api/epcis/capture";
    private const string Events = "/api/epcis/events";
    private readonly HttpClient _http;

    public Partner(ShopClient shop, Identity who)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = shop.Address,
        };
        _http.DefaultRequestHeaders.TryAddWithoutValidation(who.Header, who.Value);
    }

    public void Dispose() => _http.Dispose();

    public async Task<Heard> SendAsync(
        HttpMethod method, string path, string? body = null, string type = "application/json",
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Heard(
            (int)response.StatusCode, text,
            response.Headers.Concat(response.Content.Headers).ToDictionary(
                header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public Task<Heard> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, headers: headers);

    public Task<Heard> FindAsync(params (string Name, string Value)[] parameters) => GetAsync(
        $"{Events}?{string.Join('&', parameters.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}");

    public Task<Heard> TellAsync(string happened) => SendAsync(HttpMethod.Post, Events, happened);

    public Task<Heard> SubmitAsync(string document, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, Capture, document, "application/ld+json", headers);

    /// <summary>Sends a document and waits until the shop is done with it.</summary>
    /// <returns>The job.</returns>
    public async Task<JsonNode> CaptureAsync(string document, string behaviour = "rollback")
    {
        var accepted = await SubmitAsync(document, ("GS1-Capture-Error-Behaviour", behaviour));
        Assert.True(accepted.Status == 202, accepted.Text);
        return await Eventually.HoldsAsync(
            async () => (await GetAsync(accepted.Headers["Location"])).Json, job => !job["running"]!.GetValue<bool>(),
            "the capture is done");
    }
}

/// <summary>An answer with its headers.</summary>
internal sealed record Heard(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string Code => Json.Text("code");

    /// <summary>The events of a query document.</summary>
    public IReadOnlyList<JsonNode> Events
    {
        get
        {
            Assert.True(Status == 200, Text);
            return Json["epcisBody"]!["queryResults"]!["resultsBody"]!.Items("eventList");
        }
    }

    public string? Next => Headers.TryGetValue("Link", out var link) ? link[1..link.IndexOf('>')] : null;
}
