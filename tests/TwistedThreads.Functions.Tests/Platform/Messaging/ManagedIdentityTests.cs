using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TwistedThreads.Functions.Platform.Identity;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Simulators.Identity;
using TwistedThreads.Simulators.ServiceBus;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

/// <summary>The credentials of the real SDK before a simulated identity endpoint. The environment belongs to the whole
/// process: nobody else reads or writes these variables.</summary>
public sealed class ManagedIdentityTests : IAsyncLifetime
{
    private const string Queue = "order-placed";
    private const string Known = "22222222-0000-4000-8000-00000000000b";
    private readonly SimulatedTokens _others = new(TimeProvider.System);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_identity_of_the_settings_sends()
    {
        await using var bus = await SimulatedBus.OpenAsync(
            credential: Credential(Known), queues: new QueueTerms(Queue));
        await using var endpoint = await StartAsync(bus.Tokens);
        bus.Space.Members = new HashSet<string> { Known };

        await SendAsync(bus, "evt_1");
        await SendAsync(bus, "evt_2");

        Assert.Equal(2, bus.Space.Queue(Queue).Count);
        Assert.Equal(1, endpoint.Requests);
    }

    [Fact]
    public async Task A_token_that_the_broker_refuses_is_fetched_anew()
    {
        await using var bus = await SimulatedBus.OpenAsync(
            credential: Credential(Known), queues: new QueueTerms(Queue));
        await using var endpoint = await StartAsync(bus.Tokens);
        await SendAsync(bus, "evt_1");
        bus.Tokens.RevokeAll();

        await SendAsync(bus, "evt_2");
        await SendAsync(bus, "evt_3");

        Assert.Equal(3, bus.Space.Queue(Queue).Count);
        Assert.Equal(2, endpoint.Requests);
    }

    [Fact]
    public async Task An_identity_that_the_app_does_not_have_is_told_as_such()
    {
        await using var bus = await SimulatedBus.OpenAsync(
            credential: Credential("33333333-0000-4000-8000-00000000000c"), queues: new QueueTerms(Queue));
        await using var endpoint = await StartAsync(bus.Tokens);

        var fault = await Assert.ThrowsAsync<MessageBrokerException>(() => SendAsync(bus, "evt_1"));

        Assert.Contains("ServiceBus__clientId", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, bus.Space.Requests);
    }

    [Fact]
    public async Task A_token_of_somebody_else_does_not_open_the_queue()
    {
        await using var bus = await SimulatedBus.OpenAsync(
            credential: Credential(Known), queues: new QueueTerms(Queue));
        await using var endpoint = await StartAsync(_others);

        var fault = await Assert.ThrowsAsync<MessageBrokerException>(() => SendAsync(bus, "evt_1"));

        Assert.Contains("answered 401", fault.Message, StringComparison.Ordinal);
        Assert.False(fault.IsTransient);
        Assert.Equal(2, bus.Space.Requests);
    }

    [Theory]
    [InlineData("managedidentity", typeof(ManagedIdentityCredential))]
    [InlineData("ManagedIdentity", typeof(ManagedIdentityCredential))]
    [InlineData("", typeof(DefaultAzureCredential))]
    [InlineData(null, typeof(DefaultAzureCredential))]
    public void The_settings_of_a_connection_choose_the_credential(string? kind, Type expected) =>
        Assert.IsType(expected, AzureCredentials.For(Settings(("Cosmos:credential", kind)), "Cosmos"));

    [Fact]
    public void A_credential_that_nobody_knows_is_refused_at_start() => Assert.Throws<InvalidOperationException>(
        () => AzureCredentials.For(Settings(("Cosmos:credential", "password")), "Cosmos"));

    [Fact]
    public void A_sender_needs_a_namespace()
    {
        var services = new ServiceCollection();

        Assert.Throws<InvalidOperationException>(() => services.AddServiceBusSender(Settings()));
        services.AddServiceBusSender(Settings(("ServiceBus:fullyQualifiedNamespace", "shop.servicebus.windows.net")));

        Assert.Single(services, service => service.ServiceType == typeof(IMessageSender));
    }

    private static TokenCredential Credential(string clientId) => AzureCredentials.For(
        Settings(("ServiceBus:credential", "managedidentity"), ("ServiceBus:clientId", clientId)), "ServiceBus");

    private static IConfiguration Settings(params (string Key, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
        .Build();

    private static async Task<ManagedIdentityEndpoint> StartAsync(SimulatedTokens tokens)
    {
        var endpoint = await ManagedIdentityEndpoint.StartAsync(tokens, Known);
        foreach (var (name, value) in endpoint.Variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        return endpoint;
    }

    private static Task SendAsync(SimulatedBus bus, string id) => bus.Sender.SendAsync(
        Queue, [new OutgoingMessage(id, "ord_1", "{}"u8.ToArray())], CancellationToken.None);
}
