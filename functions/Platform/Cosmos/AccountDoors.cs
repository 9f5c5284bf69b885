using Microsoft.Azure.Cosmos;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Every address at which an account may answer: its own name, and those of its regions as far as they are
/// known. The account's own name may lead to a region that is gone.</summary>
/// <param name="only">Makes a client that speaks to one address and never to another; null for the account's
/// name.</param>
public sealed class AccountDoors(Func<string?, CosmosClient> only, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CosmosClient> _clients = new(StringComparer.Ordinal);
    private string[] _regions = [];

    /// <summary>The regional addresses that are known.</summary>
    public IReadOnlyList<string> Regions => Volatile.Read(ref _regions);

    public void Learn(AccountProperties account)
    {
        ArgumentNullException.ThrowIfNull(account);
        lock (_gate)
        {
            var named = account.ReadableRegions.Select(region => region.Endpoint);
            Volatile.Write(ref _regions, [.. _regions.Union(named, StringComparer.Ordinal)]);
        }
    }

    /// <summary>The client for one address.</summary>
    public CosmosClient At(string? address)
    {
        lock (_gate)
        {
            var key = address ?? string.Empty;
            return _clients.TryGetValue(key, out var known) ? known : _clients[key] = only(address);
        }
    }

    /// <summary>Knocks at all doors; takes at most a second.</summary>
    /// <returns>What was answered where, the account's own name first.</returns>
    public async Task<IReadOnlyList<AccountAnswer>> AskAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(
            new string?[] { null }.Concat(Regions).Select(address => AskAsync(address, cancellation)));
        return [.. answers.OfType<AccountAnswer>()];
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var client in _clients.Values)
            {
                client.Dispose();
            }
        }
    }

    private async Task<AccountAnswer?> AskAsync(string? address, CancellationToken cancellation)
    {
        try
        {
            var account = await At(address).ReadAccountAsync().WaitAsync(Patience, clock, cancellation);
            return new AccountAnswer(address, account.WritableRegions.First().Name);
        }
        catch (Exception fault) when (
            fault is TimeoutException or CosmosException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}

/// <summary>What an account says of itself at one address.</summary>
/// <param name="Address">Of a region; null where the account was asked by its name.</param>
/// <param name="WriteRegion">Name of the region that takes writes.</param>
public sealed record AccountAnswer(string? Address, string WriteRegion);
