using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Reads one page of a query.</summary>
/// <remarks>For an ordered query the client first fetches a plan, one more trip over the network. A family of documents
/// in one partition, such as the levels of a SKU or the open work of a place, is nearly always smaller than a page: it
/// is read without an order and put in order here.</remarks>
public sealed class CosmosPages(Container container, DocumentContainer declared, DocumentQuery query)
{
    // Who asks for so many wants them all.
    private const int LargePage = 200;

    public async Task<DocumentPage> ReadAsync(CancellationToken deadline)
    {
        if (query.InAnyOrder)
        {
            return await NextAsync(deadline);
        }

        if (query is { PartitionKey: not null, Continuation: null, Descending: false }
            && (query.IdPrefix is not null || query.Limit >= LargePage))
        {
            var family = await ItemsAsync(CosmosQueries.Unordered(query, declared), deadline);
            if (family.Count <= query.Limit)
            {
                return new DocumentPage([.. family.OrderBy(document => document.Id, StringComparer.Ordinal)], null);
            }
        }

        var items = await ItemsAsync(CosmosQueries.Of(query, declared), deadline);
        return items.Count <= query.Limit
            ? new DocumentPage(items, null)
            : new DocumentPage(items[..query.Limit], CosmosQueries.ContinueAfter(items[query.Limit - 1]));
    }

    // The service's own continuation knows where it was; an order would have to be found anew for every page.
    private async Task<DocumentPage> NextAsync(CancellationToken deadline)
    {
        using var pages = container.GetItemQueryStreamIterator(
            CosmosQueries.Unordered(query with { Continuation = null }, declared),
            query.Continuation,
            RequestOptions(query.Limit));
        using var page = await pages.ReadNextAsync(deadline);
        CosmosFaults.Check(page);
        var items = CosmosForm.ReadMany(
            await CosmosForm.BytesOfAsync(page.Content, deadline), declared.PartitionKey);
        UsageMeter.Current?.Read(items.Count, page.Headers.RequestCharge);
        return new DocumentPage(items, page.ContinuationToken);
    }

    // One more than the page holds tells whether there is a next one.
    private async Task<List<Document>> ItemsAsync(QueryDefinition text, CancellationToken deadline)
    {
        using var pages = container.GetItemQueryStreamIterator(
            text, requestOptions: RequestOptions(query.Limit + 1));
        var items = new List<Document>();
        while (pages.HasMoreResults && items.Count <= query.Limit)
        {
            using var page = await pages.ReadNextAsync(deadline);
            UsageMeter.Current?.Read(0, page.Headers.RequestCharge);
            CosmosFaults.Check(page);
            items.AddRange(CosmosForm.ReadMany(
                await CosmosForm.BytesOfAsync(page.Content, deadline), declared.PartitionKey));
        }

        UsageMeter.Current?.Read(items.Count, 0);
        return items;
    }

    private QueryRequestOptions RequestOptions(int most) => new()
    {
        PartitionKey = query.PartitionKey is null ? null : new PartitionKey(query.PartitionKey),
        MaxItemCount = most,
    };
}
