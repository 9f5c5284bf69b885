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
    /// <param name="files">The sample shop.</param>
    /// <param name="writers">Writes under way at a time: many share a flush of the embedded store, few respect the
    /// throughput of a distant one.</param>
    /// <param name="cancellation">Stops before the next write.</param>
    public async Task ImportAsync(SampleFiles files, int writers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (await documents.ReadAsync(Operations, ImportKind, SamplesId, cancellation) is not null)
        {
            return;
        }

        var sales = Task.Run(files.Sales, cancellation);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = writers, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Writes(files), parallel, PatientlyAsync);
        await Parallel.ForEachAsync(
            await sales,
            parallel,
            (sku, stop) => PatientlyAsync(
                patience => demand.ImportAsync(new SkuDemand(sku.Key, [.. sku]), patience), stop));
        await documents.CommitAsync(
            Operations, ImportKind, [DocumentOperation.New(SamplesId, ImportKind, new Mark(SamplesId))], cancellation);
    }

    /// <summary>Reads locations and promotions into memory.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        locations.Know(await AllAsync<Location>(LocationKind, cancellation));
        promotions.Know(await AllAsync<Promotion>(PromotionKind, cancellation));
    }

    private IEnumerable<Func<CancellationToken, Task>> Writes(SampleFiles files)
    {
        foreach (var location in files.Locations())
        {
            yield return Create(Operations, LocationKind, location.Id.Value, LocationKind, location);
        }

        foreach (var promotion in files.Promotions())
        {
            yield return Create(Operations, PromotionKind, promotion.Code, PromotionKind, promotion);
        }

        foreach (var product in files.Products())
        {
            yield return Create(
                CatalogueFeed.Container.Name, product.Id, CatalogueFeed.Kind, CatalogueFeed.Kind, product);
        }

        foreach (var sku in files.Stock())
        {
            yield return stop => opening.OpenAsync(
                sku.Key,
                [.. sku.Select(level => new OpeningStock.Counted(level.Location, level.OnHand, level.Safety))],
                stop);
        }
    }

    private Func<CancellationToken, Task> Create<T>(string container, string key, string id, string kind, T body) =>
        stop => documents.CommitAsync(container, key, [DocumentOperation.New(id, kind, body)], stop);

    // A throttled write wrote nothing and may simply be made again.
    private static async ValueTask PatientlyAsync(Func<CancellationToken, Task> write, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await write(cancellation);
                return;
            }
            catch (DocumentsThrottledException busy)
            {
                await Task.Delay(busy.RetryAfter, cancellation);
            }
        }
    }

    private async Task<IReadOnlyList<T>> AllAsync<T>(string kind, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Operations) { PartitionKey = kind, Kind = kind, Limit = 1000 }, cancellation);
        return [.. page.Items.Select(document => document.As<T>())];
    }

    private sealed record Mark(string Source);
}
