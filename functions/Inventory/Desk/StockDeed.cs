using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>What the stock desk did without moving a piece, or why it moved some: kept for good beside the books.
/// </summary>
/// <param name="Deed">A fixed word: <c>policy</c>, <c>extend</c>, <c>release</c>.</param>
/// <param name="Subject">The location or the owner that it was done to.</param>
/// <param name="From">As it was before.</param>
/// <param name="To">As it is since; for a release the reason.</param>
/// <param name="At">UTC.</param>
public sealed record StockDeed(string Deed, string Subject, string By, string From, string To, DateTimeOffset At)
{
    private const string Kind = "deed";

    /// <summary>The operation that keeps it, in the partition of its SKU.</summary>
    /// <param name="id">Unique; repeated deeds of one id are one.</param>
    public DocumentOperation ToOperation(string id) =>
        DocumentOperation.Put($"{Prefix(Deed, Subject)}{SortableId.TimeOf(At)}.{id}", Kind, this);

    /// <summary>The latest deeds of one kind on one subject, the newest first.</summary>
    public static async Task<IReadOnlyList<StockDeed>> LatestAsync(
        IDocuments documents, Sku sku, string deed, string subject, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var page = await documents.QueryAsync(
            new DocumentQuery(StockStore.Container.Name)
            {
                PartitionKey = sku.Value,
                IdPrefix = Prefix(deed, subject),
                Descending = true,
                Limit = limit,
            },
            cancellation);
        return [.. page.Items.Select(document => document.As<StockDeed>())];
    }

    private static string Prefix(string deed, string subject) => $"deed|{deed}|{subject}|";
}
