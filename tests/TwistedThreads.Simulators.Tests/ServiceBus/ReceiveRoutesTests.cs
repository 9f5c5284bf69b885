using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TwistedThreads.Simulators.Identity;
using TwistedThreads.Simulators.ServiceBus;
using TwistedThreads.Simulators.Tls;

namespace TwistedThreads.Simulators.Tests.ServiceBus;

/// <summary>The namespace as a client without any SDK sees it.</summary>
public sealed class ReceiveRoutesTests : IAsyncLifetime
{
    private readonly SimulatedAuthority _authority = new();
    private readonly SimulatedTokens _tokens = new(TimeProvider.System);
    private ServiceBusNamespace _space = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _space = await ServiceBusNamespace.StartAsync(
            _authority, _tokens, TimeProvider.System, new QueueTerms("orders") { MaxDeliveryCount = 1 });
        _client = new HttpClient(_authority.Handler())
        {
            BaseAddress = new Uri($"https://{_space.FullyQualifiedNamespace}/"),
        };
        SignIn("https://servicebus.azure.net");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _space.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task What_was_sent_is_taken_given_back_and_buried()
    {
        using var message = new StringContent("grüß dich", Encoding.UTF8, "text/plain");
        message.Headers.Add("Priority", "\"High\"");
        message.Headers.Add("BrokerProperties", """{"MessageId":"m1","TimeToLive":60}""");
        using var sent = await _client.PostAsync("orders/messages", message);
        using var taken = await _client.PostAsync("orders/messages/head", null);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (sent.StatusCode, taken.StatusCode));
        Assert.Equal("grüß dich", await taken.Content.ReadAsStringAsync());
        Assert.Equal("\"High\"", taken.Headers.GetValues("Priority").Single());
        using var properties = JsonDocument.Parse(taken.Headers.GetValues("BrokerProperties").Single());
        Assert.Equal("m1", properties.RootElement.GetProperty("MessageId").GetString());

        using var renewed = await _client.PostAsync(taken.Headers.Location, null);
        using var released = await _client.PutAsync(taken.Headers.Location, null);
        using var late = await _client.DeleteAsync(taken.Headers.Location);
        using var empty = await _client.PostAsync("orders/messages/head", null);
        using var buried = await _client.DeleteAsync("orders/$deadletterqueue/messages/head");

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Gone, HttpStatusCode.NoContent, HttpStatusCode.OK],
            new[] { renewed, released, late, empty, buried }.Select(answer => answer.StatusCode));
        Assert.Equal("\"MaxDeliveryCountExceeded\"", buried.Headers.GetValues("DeadLetterReason").Single());
    }

    [Theory]
    [InlineData("not JSON", "{")]
    [InlineData("{}", "{}")]
    [InlineData("[{}]", "{}")]
    [InlineData("[{\"Body\":1}]", "{}")]
    [InlineData("[{\"Body\":\"\",\"BrokerProperties\":{\"SessionId\":\"a\",\"PartitionKey\":\"b\"}}]", "{}")]
    public async Task What_is_not_understood_is_refused(string batch, string broker)
    {
        using var body = new StringContent(batch, null, "application/vnd.microsoft.servicebus.json");
        body.Headers.Add("BrokerProperties", broker);

        using var answer = await _client.PostAsync("orders/messages", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Error><Code>400</Code>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_another_service_lets_nobody_in()
    {
        SignIn("https://storage.azure.com");

        using var known = await _client.PostAsync("orders/messages/head", null);
        using var unknown = await _client.PostAsync("no-such/messages/head", null);

        Assert.Equal(HttpStatusCode.Unauthorized, known.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [Fact]
    public async Task A_client_that_trusts_other_authorities_does_not_speak_to_it()
    {
        using var other = new SimulatedAuthority();
        using var stranger = new HttpClient(other.Handler());

        await Assert.ThrowsAsync<HttpRequestException>(
            () => stranger.GetAsync(new Uri(_client.BaseAddress!, "orders/messages/head")));
    }

    private void SignIn(string resource) => _client.DefaultRequestHeaders.Authorization =
        new AuthenticationHeaderValue("Bearer", _tokens.Issue(resource, ManagedIdentityEndpoint.SystemAssigned));
}
