using Azure.Core;
using Azure.Core.Pipeline;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Simulators.Identity;
using TwistedThreads.Simulators.ServiceBus;
using TwistedThreads.Simulators.Tls;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

/// <summary>The real sender before a simulated namespace, over TLS.</summary>
internal sealed class SimulatedBus : IQueueUnderTest
{
    private readonly SimulatedAuthority _authority = new();
    private HttpClientTransport _transport = null!;

    public SimulatedTokens Tokens { get; } = new(TimeProvider.System);

    public ServiceBusNamespace Space { get; private set; } = null!;

    public IMessageSender Sender { get; private set; } = null!;

    /// <param name="patience">Of the sender, for everything it does in one call.</param>
    /// <param name="credential">Who sends; by default somebody whom the namespace knows.</param>
    /// <param name="queues">What the namespace has.</param>
    public static async Task<SimulatedBus> OpenAsync(
        TimeSpan? patience = null, TokenCredential? credential = null, params IEnumerable<QueueTerms> queues)
    {
        var bus = new SimulatedBus();
        bus.Space = await ServiceBusNamespace.StartAsync(bus._authority, bus.Tokens, TimeProvider.System, queues);
        bus._transport = new HttpClientTransport(new HttpClient(bus._authority.Handler()));
        var options = new ServiceBusSenderOptions
        {
            Transport = bus._transport,
            Deadline = patience ?? TimeSpan.FromSeconds(20),
        };
        options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(50);
        bus.Sender = new ServiceBusSender(
            bus.Space.FullyQualifiedNamespace, credential ?? new DirectCredential(bus.Tokens), options);
        return bus;
    }

    public Task<IReadOnlyList<(string MessageId, byte[] Body)>> TakeAllAsync(string queue)
    {
        var taken = new List<(string, byte[])>();
        while (Space.TryReceive(queue) is { } message)
        {
            Assert.True(Space.Complete(queue, message.LockToken));
            taken.Add((message.MessageId, message.Body));
        }

        return Task.FromResult<IReadOnlyList<(string MessageId, byte[] Body)>>(taken);
    }

    public async ValueTask DisposeAsync()
    {
        await Space.DisposeAsync();
        _transport.Dispose();
        _authority.Dispose();
    }

    private sealed class DirectCredential(SimulatedTokens tokens) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            var resource = requestContext.Scopes.Single().Replace("/.default", string.Empty, StringComparison.Ordinal);
            var token = tokens.Issue(resource, ManagedIdentityEndpoint.SystemAssigned);
            return new AccessToken(token, tokens.Verify(token)!.ExpiresOn);
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
