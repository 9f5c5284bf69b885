using Microsoft.Azure.Cosmos;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Simulators.Tests.Cosmos;

/// <summary>An account with one container, and the real client that speaks to it.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string Database = "shop";
    public const string Name = "orders";

    private Shop(CosmosAccount account, CosmosClient client) => (Account, Client) = (account, client);

    public CosmosAccount Account { get; }

    public CosmosClient Client { get; }

    public Container Orders => Client.GetContainer(Database, Name);

    public static async Task<Shop> OpenAsync(
        CosmosAccountOptions? options = null,
        Action<CosmosClientOptions>? configure = null,
        string? indexingPolicy = null)
    {
        var account = await CosmosAccount.StartAsync(options ?? new CosmosAccountOptions());
        account.AddContainer(Database, Name, "/orderId", indexingPolicy: indexingPolicy);
        return new Shop(account, ClientOf(account, configure));
    }

    public static CosmosClient ClientOf(CosmosAccount account, Action<CosmosClientOptions>? configure = null)
    {
        var options = new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway };
        configure?.Invoke(options);
        return new CosmosClient(account.ConnectionString, options);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Account.DisposeAsync();
    }
}

/// <summary>An item of the tests.</summary>
public sealed record Line(string id, string orderId, double n = 0, string? text = null, int? ttl = null);
