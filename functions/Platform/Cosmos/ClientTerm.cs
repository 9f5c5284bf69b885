using Microsoft.Azure.Cosmos;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>A client for as long as it is the one of the process.</summary>
public sealed class ClientTerm(CosmosClient client) : IDisposable
{
    private readonly CancellationTokenSource _end = new();

    public CosmosClient Client { get; } = client;

    /// <summary>Fires when another client has taken over: whoever waits on this one may ask that one.</summary>
    public CancellationToken Ended => _end.Token;

    public void End() => _end.Cancel();

    public void Dispose()
    {
        Client.Dispose();
        _end.Dispose();
    }
}
