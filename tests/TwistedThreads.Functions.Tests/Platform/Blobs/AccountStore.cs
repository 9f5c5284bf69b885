using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using TwistedThreads.Functions.Platform.Blobs;
using TwistedThreads.Simulators.Cloud;
using TwistedThreads.Simulators.Identity;
using TwistedThreads.Simulators.Tls;

namespace TwistedThreads.Functions.Tests.Platform.Blobs;

/// <summary>Blobs in a container of its own of an emulated account. The emulator is one for the whole run.</summary>
internal sealed class AccountStore : BlobStore
{
    private static readonly SimulatedAuthority Authority = new();
    private static readonly SimulatedTokens Tokens = new(TimeProvider.System);
    private static readonly Lazy<Task<AzuriteServer>> Emulator = new(StartAsync);
    private static int _containers;
    private readonly HttpClient _client = new(Authority.Handler());
    private readonly AzureBlobs _blobs;

    private AccountStore(BlobServiceClient account, string container)
    {
        _blobs = new AzureBlobs(account, TimeProvider.System);
        Container = container;
    }

    public override IBlobs Blobs => _blobs;

    public override string Container { get; }

    public override HttpClient Client => _client;

    public static async Task<AccountStore> CreateAsync(StoreKind kind)
    {
        var emulator = await Emulator.Value;
        var options = new BlobClientOptions { Transport = new HttpClientTransport(Authority.Handler()) };
        var account = kind == StoreKind.AccountByKey
            ? new BlobServiceClient(
                emulator.Address, new StorageSharedKeyCredential(AzuriteServer.Account, AzuriteServer.Key), options)
            : new BlobServiceClient(emulator.Address, new Identity(), options);
        var container = $"designs-{Interlocked.Increment(ref _containers)}";
        await account.CreateBlobContainerAsync(container);
        return new AccountStore(account, container);
    }

    public override Task PassAsync(TimeSpan time) => Task.Delay(time + TimeSpan.FromSeconds(1));

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        _blobs.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<AzuriteServer> StartAsync()
    {
        var server = await AzuriteServer.StartAsync(Authority);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server;
    }

    private sealed class Identity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            var token = Tokens.Issue(AzuriteServer.Resource, ManagedIdentityEndpoint.SystemAssigned);
            return new AccessToken(token, Tokens.Verify(token)!.ExpiresOn);
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
