using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Forecasting;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Forecasting;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Samples;

/// <summary>Puts the sample shop on the books once, and loads what every process holds in memory.</summary>
public sealed class ShopImport(
    IDocuments documents, OpeningStock opening, DemandStore demand, Locations locations, Promotions promotions)
{
    private const string Operations = "operations";
    private const string ImportKind = "import";
    private const string LocationKind = "location";
    private const string PromotionKind = "promotion";
    private const string SamplesId = "samples";

    /// <summary>Imports the files unless they are in. Killed half-way,
    /// it begins again and changes nothing that is there.</summary>
    public async Task ImportAsync(SampleFiles files, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (await documents.ReadAsync(Operations, ImportKind, SamplesId, cancellation) is not null)
        {
            return;
        }

        var sales = Task.Run(files.Sales, cancellation);
        var writes = new List<Task>();
        writes.AddRange(files.Locations().Select(location => documents.CommitAsync(
            Operations,
            LocationKind,
            [DocumentOperation.New(location.Id.Value, LocationKind, location)],
            cancellation)));
        writes.AddRange(files.Promotions().Select(promotion => documents.CommitAsync(
            Operations,
            PromotionKind,
            [DocumentOperation.New(promotion.Code, PromotionKind, promotion)],
            cancellation)));
        writes.AddRange(files.Products().Select(product => documents.CommitAsync(
            CatalogueFeed.Container.Name, product.Id,
            [DocumentOperation.New(CatalogueFeed.Kind, CatalogueFeed.Kind, product)], cancellation)));
        writes.AddRange(files.Stock().Select(sku => opening.OpenAsync(
            sku.Key,
            [.. sku.Select(level => new OpeningStock.Counted(level.Location, level.OnHand, level.Safety))],
            cancellation)));
        writes.AddRange((await sales).Select(
            sku => demand.ImportAsync(new SkuDemand(sku.Key, [.. sku]), cancellation)));
        await Task.WhenAll(writes);
        await documents.CommitAsync(
            Operations, ImportKind, [DocumentOperation.New(SamplesId, ImportKind, new Mark(SamplesId))], cancellation);
    }

    /// <summary>Reads locations and promotions into memory.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        locations.Know(await AllAsync<Location>(LocationKind, cancellation));
        promotions.Know(await AllAsync<Promotion>(PromotionKind, cancellation));
    }

    private async Task<IReadOnlyList<T>> AllAsync<T>(string kind, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Operations) { PartitionKey = kind, Kind = kind, Limit = 1000 }, cancellation);
        return [.. page.Items.Select(document => document.As<T>())];
    }

    private sealed record Mark(string Source);
}
