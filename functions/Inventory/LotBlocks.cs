using System.Text;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Lots that may not leave the house, kept with their article's books.</summary>
public sealed class LotBlocks(IDocuments documents) : ILots
{
    private const string Kind = "lot";
    private const int MaxLots = 1000;
    private static readonly string Container = StockStore.Container.Name;

    public async Task<bool> IsBlockedAsync(Sku sku, string lot, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container, sku.Value, Id(lot), cancellation))?.As<LotBlock>().IsBlocked == true;

    public Task SetAsync(LotBlock lot, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return documents.CommitAsync(
            Container, lot.Sku.Value, [DocumentOperation.Put(Id(lot.Lot), Kind, lot)], cancellation);
    }

    /// <returns>Every lot that was ever blocked.</returns>
    public async Task<IReadOnlyList<LotBlock>> ListAsync(Sku sku, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container) { PartitionKey = sku.Value, IdPrefix = "lot|", Limit = MaxLots },
            cancellation);
        return [.. page.Items.Select(document => document.As<LotBlock>())];
    }

    // A lot may hold characters that no id may.
    private static string Id(string lot) => $"lot|{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(lot))}";
}
