using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Inventory.Drops;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Catalog;

/// <summary>How long the shop window may lag behind the books: each look costs something where looks are
/// billed.</summary>
public sealed record CataloguePace(TimeSpan Pause);

/// <summary>Keeps the shop window true: reads the change feeds of catalogue and stock into memory. Every process has
/// its own, so this is no function: a change-feed trigger would tell only one of them.</summary>
public sealed partial class CatalogueFeed(
    IDocuments documents,
    Storefront storefront,
    Availability availability,
    CataloguePace pace,
    ILogger<CatalogueFeed> log)
    : BackgroundService
{
    public static DocumentContainer Container { get; } = new("catalog", "productId");

    public const string Kind = "product";
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _window = new();
    private readonly Dictionary<string, Product> _products = new(StringComparer.Ordinal);
    private readonly Follower _catalogue = new(documents, Container.Name, Kind);
    private readonly Follower _stock = new(
        documents, StockStore.Container.Name, StockStore.LevelKind, BucketStore.BucketKind);

    /// <summary>Reads both containers to their ends. Called before the first request is let in,
    /// then again and again.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await ReadOnAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    // Neither container waits for the other; what they say is shown by one at a time.
    private Task ReadOnAsync(CancellationToken cancellation) =>
        Task.WhenAll(ReadProductsAsync(cancellation), ReadLevelsAsync(cancellation));

    private async Task ReadProductsAsync(CancellationToken cancellation)
    {
        var isNew = false;
        await foreach (var document in _catalogue.NewAsync(cancellation))
        {
            _products[document.PartitionKey] = document.As<Product>();
            isNew = true;
        }

        if (isNew)
        {
            var catalogue = new Catalogue(_products.Values);
            lock (_window)
            {
                storefront.Show(catalogue);
            }
        }
    }

    private async Task ReadLevelsAsync(CancellationToken cancellation)
    {
        await foreach (var document in _stock.NewAsync(cancellation))
        {
            if (document.Kind == BucketStore.BucketKind)
            {
                var bucket = BucketStore.BucketOf(document);
                Tell(bucket.Id.Sku, () => availability.Learn(bucket));
            }
            else
            {
                var (sku, level) = (Sku.Parse(document.PartitionKey), document.As<StockLevel>());
                Tell(sku, () => availability.Learn(sku, level));
            }
        }
    }

    private void Tell(Sku sku, Func<bool> learn)
    {
        lock (_window)
        {
            if (learn())
            {
                storefront.StockChanged(sku);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(pace.Pause);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (DocumentsException fault)
            {
                LogFault(fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The shop window could not be brought up to date; it is tried again")]
    private partial void LogFault(Exception fault);
}
