using System.Diagnostics;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Inventory.Drops;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Benchmarks.Contention;

/// <summary>What a rush came to.</summary>
/// <param name="Sold">Until the last of those who hold a piece had the answer.</param>
/// <param name="Refusing">From the first refusal to the last.</param>
/// <param name="Whole">Until the last buyer had an answer.</param>
/// <param name="Pauses">How often a buyer was asked to pause, or had no answer in time, and came again.</param>
internal sealed record RushResult(
    int Reserved, int Refused, TimeSpan Sold, TimeSpan Refusing, TimeSpan Whole, long Reads, long Writes,
    long RefusedWrites, long Pauses)
{
    public double ReservedPerSecond => Reserved / Sold.TotalSeconds;

    public double RefusedPerSecond => Refused / Refusing.TotalSeconds;
}

/// <summary>Ten thousand buyers who want one piece each of five hundred, as checkout would ask for them.</summary>
internal sealed class Rush
{
    public const int Buyers = 10_000;
    public const int Pieces = 500;
    public const int AtOnce = 256;
    public const int Buckets = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly LocationId Warehouse = LocationId.Parse("WH1");

    private readonly CountedDocuments _documents;
    private readonly IdSource _ids = new(TimeProvider.System);
    private readonly Sku _sku;
    private readonly StockStore _ledger;
    private readonly TendDropWorkflow _desk;
    private readonly ReserveStockWorkflow _reserve;
    private readonly OpeningStock _opening;
    private long _lastSale;
    private long _firstRefusal;
    private long _lastRefusal;
    private int _reserved;
    private int _refused;
    private long _pauses;

    public Rush(IDocuments documents, Sku sku)
    {
        (_documents, _sku) = (new CountedDocuments(documents), sku);
        var (locations, buckets) = (new Locations(), new BucketStore(_documents));
        _ledger = new StockStore(_documents);
        var moves = new MovePermitsWorkflow(buckets);
        _desk = new TendDropWorkflow(_ledger, buckets, moves);
        _reserve = new ReserveStockWorkflow(
            _ledger, buckets, new ReserveFromDropWorkflow(_ledger, buckets, moves, locations), locations);
        _opening = new OpeningStock(documents, _ids, TimeProvider.System);
    }

    public async Task<RushResult> RunAsync(bool isDrop, CancellationToken cancellation)
    {
        await _opening.OpenAsync(_sku, [new OpeningStock.Counted(Warehouse, Pieces, 0)], cancellation);
        if (isDrop)
        {
            await _desk.OpenAsync(_sku, Warehouse, Buckets, TimeProvider.System.GetUtcNow(), cancellation);
        }

        var (reads, writes, refused) = (_documents.Reads, _documents.Writes, _documents.Refused);
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(
            0, Buyers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (_, stop) => await BuyAsync(stop));
        var whole = Stopwatch.GetElapsedTime(start);
        return new RushResult(
            _reserved, _refused, Stopwatch.GetElapsedTime(start, _lastSale),
            Stopwatch.GetElapsedTime(_firstRefusal, _lastRefusal), whole, _documents.Reads - reads,
            _documents.Writes - writes, _documents.Refused - refused, _pauses);
    }

    private async Task BuyAsync(CancellationToken cancellation)
    {
        var order = OrderId.Parse(_ids.New(OrderId.Prefix));
        var now = TimeProvider.System.GetUtcNow();
        while (true)
        {
            try
            {
                var bought = await _reserve.RunAsync(
                    order, [new StockWish(_sku, 1)], now.AddMinutes(15), now, cancellation);
                Note(bought.IsRefused);
                return;
            }
            catch (DocumentsException fault) when (fault is not DocumentLimitException)
            {
                // As a customer whose checkout was told to come again: the same order, so that nothing is held twice.
                Interlocked.Increment(ref _pauses);
                await Task.Delay(
                    fault is DocumentsThrottledException told ? told.RetryAfter : Pause, cancellation);
            }
        }
    }

    private void Note(bool isRefused)
    {
        if (isRefused)
        {
            Interlocked.Increment(ref _refused);
            Interlocked.CompareExchange(ref _firstRefusal, Stopwatch.GetTimestamp(), 0);
            Interlocked.Exchange(ref _lastRefusal, Stopwatch.GetTimestamp());
            return;
        }

        Interlocked.Increment(ref _reserved);
        Interlocked.Exchange(ref _lastSale, Stopwatch.GetTimestamp());
    }
}
