using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json.Linq;
using TwistedThreads.Simulators.Host;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>What becomes of a public request on its way through the simulated host.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private readonly TinyPackage _package = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private FunctionsHost _host = null!;

    public async Task InitializeAsync() => _host = await FunctionsHost.StartAsync(
        _package.Options with { HasSignIn = true }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _http.Dispose();
        _package.Dispose();
    }

    [Theory]
    [InlineData("/api/echo/a?a=1&a=2&b=%26", "/api/echo/a?a=1&a=2&b=%26")]
    [InlineData("/api/echo/a%3Fb", "/api/echo/a%3Fb")]
    [InlineData("/api/echo/%C3%A4", "/api/echo/%C3%A4")]
    [InlineData("/api/echo/%252e%252e/TakeNote", "/api/echo/%252e%252e/TakeNote")]
    [InlineData("/api/echo/x%5c..%5cTakeNote", "/api/echo/x%5C..%5CTakeNote")]
    public async Task Path_and_query_are_kept_escaped(string sent, string received) =>
        Assert.Equal(received, (string?)(await EchoAsync(HttpMethod.Get, sent))["target"]);

    [Fact]
    public async Task Forwarding_headers_are_the_hosts_own_whatever_the_client_says()
    {
        var echo = await EchoAsync(
            HttpMethod.Get, "/api/echo/a",
            ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "gopher"),
            ("x-ms-invocation-id", "1"), ("X-Azure-Functions-InvocationId", "1"), ("Cart-Token", "abc"));

        var headers = (JObject)echo["headers"]!;
        Assert.Equal(
            ("127.0.0.1", _host.Address.Authority, "http", "abc"),
            ((string?)headers["x-forwarded-for"], (string?)headers["x-forwarded-host"],
                (string?)headers["x-forwarded-proto"], (string?)headers["cart-token"]));
        Assert.True(Guid.TryParse((string?)headers["x-ms-invocation-id"], out var id));
        Assert.Equal(id.ToString(), (string?)headers["x-azure-functions-invocationid"]);
        Assert.StartsWith("127.0.0.1:", (string?)headers["host"], StringComparison.Ordinal);
        Assert.NotEqual(_host.Address.Authority, (string?)headers["host"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_goes_through_with_its_length_or_without(bool isMeasured)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_host.Address, "/api/echo/a"));
        request.Content = new StringContent("two shirts", Encoding.UTF8, "text/plain");
        request.Content.Headers.ContentEncoding.Add("br");
        request.Headers.TransferEncodingChunked = !isMeasured;
        using var answer = await _http.SendAsync(request);

        var echo = JObject.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(
            ("two shirts", "br", isMeasured ? "10" : null),
            ((string?)echo["body"], (string?)echo["headers"]!["content-encoding"],
                (string?)echo["headers"]!["content-length"]));
    }

    [Fact]
    public async Task An_answer_is_a_stream_and_a_caller_who_leaves_is_heard_of()
    {
        using var answer = await _http.GetAsync(
            new Uri(_host.Address, "/api/slowly"), HttpCompletionOption.ResponseHeadersRead);
        using (var reader = new StreamReader(await answer.Content.ReadAsStreamAsync()))
        {
            Assert.Equal("one", await reader.ReadLineAsync());
        }

        await Eventually.IsAsync(
            () => _host.Console.Lines.Any(line => line.Text == "the caller went away"), "the handler hears of it");
    }

    [Theory]
    [InlineData("POST", "/TakeNote")]
    [InlineData("POST", "/api/TakeNote")]
    [InlineData("POST", "/api/../TakeNote")]
    [InlineData("GET", "/api/nowhere")]
    [InlineData("DELETE", "/api/echo/a")]
    [InlineData("GET", "/echo/a")]
    [InlineData("GET", "/admin/host/status")]
    public async Task What_is_no_route_of_a_function_ends_at_the_host(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_host.Address, path));
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_redirect_is_the_callers_to_follow()
    {
        using var answer = await _http.GetAsync(new Uri(_host.Address, "/api/away"));

        Assert.Equal(
            (HttpStatusCode.Found, "https://elsewhere.example/"), (answer.StatusCode, $"{answer.Headers.Location}"));
    }

    [Fact]
    public async Task A_function_that_is_switched_off_is_not_there()
    {
        await _host.DisposeAsync();
        _package.Settings["AzureWebJobs__Echo__Disabled"] = "true";
        _host = await _package.StartAsync();

        using var answer = await _http.GetAsync(new Uri(_host.Address, "/api/echo/a"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_of_the_platform_becomes_a_principal()
    {
        var token = _host.SignIn.IssueToken("Ada", "operator", "planner");

        var echo = await EchoAsync(HttpMethod.Get, "/api/echo/a", ("Authorization", $"Bearer {token}"));

        var principal = JObject.Parse(Encoding.UTF8.GetString(
            Convert.FromBase64String((string)echo["headers"]!["x-ms-client-principal"]!)));
        Assert.Equal(
            ["operator", "planner"],
            principal["claims"]!.Where(claim => (string?)claim["typ"] == "roles")
                .Select(claim => (string?)claim["val"]));
    }

    [Fact]
    public async Task A_principal_of_the_callers_own_making_is_taken_away()
    {
        var echo = await EchoAsync(
            HttpMethod.Get, "/api/echo/a", ("X-MS-CLIENT-PRINCIPAL", "e30="), ("X-MS-CLIENT-PRINCIPAL-NAME", "eve"));

        Assert.DoesNotContain(
            ((JObject)echo["headers"]!).Properties(),
            header => header.Name.StartsWith("x-ms-client", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_of_anybody_else_ends_at_the_platform()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_host.Address, "/api/echo/a"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "made-up");
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Without_the_platform_in_front_headers_pass_as_they_are()
    {
        await _host.DisposeAsync();
        _host = await _package.StartAsync();

        var echo = await EchoAsync(HttpMethod.Get, "/api/echo/a", ("X-MS-CLIENT-PRINCIPAL", "e30="));

        Assert.Equal("e30=", (string?)echo["headers"]!["x-ms-client-principal"]);
    }

    private async Task<JObject> EchoAsync(
        HttpMethod method, string target, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(
            _host.Address.GetLeftPart(UriPartial.Authority) + target,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(request);
        return JObject.Parse(await answer.Content.ReadAsStringAsync());
    }
}
