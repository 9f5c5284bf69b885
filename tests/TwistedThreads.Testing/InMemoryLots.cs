using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Testing;

/// <summary>Lots that a test blocks.</summary>
public sealed class InMemoryLots : ILots
{
    private readonly HashSet<(Sku Sku, string Lot)> _blocked = [];

    public void Block(Sku sku, string lot) => _blocked.Add((sku, lot));

    public Task<bool> IsBlockedAsync(Sku sku, string lot, CancellationToken cancellation) =>
        Task.FromResult(_blocked.Contains((sku, lot)));
}
