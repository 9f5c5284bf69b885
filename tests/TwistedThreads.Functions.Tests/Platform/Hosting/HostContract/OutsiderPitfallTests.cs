using System.Text.Json;

namespace TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

/// <summary>The world's requests come to the same port as the host's own. They get what is theirs.</summary>
[Collection("environment of the process")]
public sealed class OutsiderPitfallTests : IAsyncLifetime
{
    private readonly TakeOrder _order = new();
    private readonly ServeThings _things = new();
    private SmallHandler _handler = null!;

    public async Task InitializeAsync() => _handler = await new SmallHandler(_order, _things).StartAsync();

    public async Task DisposeAsync() => await _handler.DisposeAsync();

    [Fact]
    public async Task Pitfall_13_query_and_headers_arrive_as_they_were_sent()
    {
        var answer = await _handler.SendAsync(
            "GET", "/api/things/a%2Fb?a=1&a=2", null, "Content-Encoding: br", "X-Forwarded-For: 203.0.113.7");

        Assert.Equal((200, "a%2Fb ?a=1&a=2 br"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Pitfall_13_a_request_of_unknown_length_keeps_its_body()
    {
        var answer = await _handler.SendAsync(
            "PUT", "/api/things", "one two three four"u8.ToArray(), "Transfer-Encoding: chunked");

        Assert.Equal((200, "one two three four"), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("X-Forwarded-For: 203.0.113.7")]
    [InlineData("X-Forwarded-Host: shop.example")]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("x-ms-invocation-id: 8f2c")]
    [InlineData("X-MS-INVOCATION-ID: ")]
    public async Task Pitfall_14_whoever_bears_a_mark_of_the_world_starts_no_internal_function(string mark)
    {
        var answer = await _handler.SendAsync("POST", "/TakeOrder", HostPayloads.BinaryMessage(), mark);

        Assert.Equal(404, answer.Status);
        Assert.Empty(_order.Taken);
    }

    [Theory]
    [InlineData("/api/TakeOrder")]
    [InlineData("/api/%2e%2e/TakeOrder")]
    [InlineData("/api/%2E%2e/TakeOrder")]
    [InlineData("/api/%252e%252e/TakeOrder")]
    [InlineData("/api/../TakeOrder")]
    [InlineData("/api/x%5c..%5c..%5cTakeOrder")]
    [InlineData("/api\\..\\TakeOrder")]
    [InlineData("/api/..%2fTakeOrder")]
    [InlineData("/api/..;/TakeOrder")]
    [InlineData("//TakeOrder")]
    [InlineData("/./TakeOrder")]
    [InlineData("/takeorder")]
    [InlineData("/TAKEORDER")]
    [InlineData("/TakeOrder/")]
    [InlineData("/TakeOrder?x=1")]
    [InlineData("/%54akeOrder")]
    [InlineData("/TakeOrder%00")]
    [InlineData("/TakeOrder%20")]
    [InlineData("http://127.0.0.1/TakeOrder")]
    [InlineData("/ShowThing")]
    [InlineData("/NoSuchFunction")]
    public async Task Pitfall_14_no_detour_leads_to_an_internal_function(string target)
    {
        var answer = await _handler.SendAsync("POST", target, HostPayloads.BinaryMessage());

        Assert.InRange(answer.Status, 400, 404);
        Assert.Empty(_order.Taken);
    }

    [Theory]
    [InlineData("/things/1")]
    [InlineData("/api%2fthings/1")]
    [InlineData("/x/%2e%2e/api/things/1")]
    [InlineData("//api/things/1")]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/admin/host/status")]
    public async Task Pitfall_14_what_is_not_below_the_prefix_is_not_there(string target)
    {
        var answer = await _handler.SendAsync("POST", target, []);

        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal(
            (404, "request.no-such-route"), (answer.Status, problem.RootElement.GetProperty("code").GetString()));
        Assert.Equal(0, _things.Served);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Pitfall_14_the_host_posts_and_does_nothing_else(string method) =>
        Assert.Equal(404, (await _handler.SendAsync(method, "/TakeOrder", [])).Status);

    [Fact]
    public async Task Pitfall_19_a_body_beyond_our_own_limit_is_refused_as_such()
    {
        await using var shop = await new OnAzure.SmallShop().OpenAsync();

        var answer = await shop.SendAsync(
            "POST", "/api/carts", new byte[2 * 1024 * 1024], "Content-Type: application/json");

        Assert.Equal(413, answer.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pitfall_17_a_request_that_takes_too_long_is_ended_before_the_host_ends_the_process(bool heeds)
    {
        await using var handler = await new SmallHandler(_things)
        {
            Deadlines = new()
            {
                Request = TimeSpan.FromMilliseconds(200),
                Grace = TimeSpan.FromMilliseconds(100),
            },
        }.StartAsync();
        using var never = new SemaphoreSlim(0);
        _things.Deed = cancellation => never.WaitAsync(heeds ? cancellation : CancellationToken.None);

        // The host sends a bodiless request again when its connection is cut: it must be answered instead.
        using var client = new HttpClient();
        using var slow = await client.GetAsync(new Uri($"http://127.0.0.1:{handler.Port}/api/things/1"));

        using var problem = JsonDocument.Parse(await slow.Content.ReadAsStringAsync());
        Assert.Equal(504, (int)slow.StatusCode);
        Assert.Equal("shop.too-slow", problem.RootElement.GetProperty("code").GetString());
        never.Release();
    }
}
