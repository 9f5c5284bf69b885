using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Inventory.Proof;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>The proof by schedule looks at every SKU once, also when instances die on the way.</summary>
public sealed class ProofRunsTests : IAsyncLifetime
{
    private const int Skus = 900;
    private BooksOnDisk _books = null!;

    // Three documents a SKU: more than two pages.
    public async Task InitializeAsync()
    {
        _books = await BooksOnDisk.OpenAsync();
        for (var number = 0; number < Skus; number++)
        {
            await _books.StockAsync(SkuOf(number), (TestShop.North, 3), (TestShop.South, 0));
        }
    }

    public async Task DisposeAsync() => await _books.DisposeAsync();

    [Fact]
    public async Task Buckets_of_drops_are_no_SKU_and_are_passed_by()
    {
        await _books.Documents.CommitAsync(
            StockStore.Container.Name, $"{SkuOf(7)}~3",
            [DocumentOperation.New("level|WH1", StockStore.LevelKind, StockLevel.Empty(TestShop.North))],
            CancellationToken.None);

        Assert.Equal(Skus, (await _books.Runs.RunAsync(CancellationToken.None))!.Skus);
        Assert.Equal(Skus, (await _books.Proving.ProveAllAsync(CancellationToken.None)).Skus);
    }

    [Fact]
    public async Task An_instance_that_dies_is_followed_by_one_that_goes_on()
    {
        var wrong = StockLevel.Empty(TestShop.North) with { Free = 5 };
        await _books.WriteAsync(
            SkuOf(1), DocumentOperation.Put(StockStore.LevelId(TestShop.North), StockStore.LevelKind, wrong));
        StoredProof? proof = null;
        for (var life = 0; proof is null; life++)
        {
            Assert.True(life < 20, "The proof never ends.");

            // Reads go through up to the second page that this instance wants.
            _books.Documents.OnReads([.. Enumerable.Repeat(Fault.None, 2 + life), Fault.RegionDown]);
            try
            {
                proof = await _books.Runs.RunAsync(CancellationToken.None);
            }
            catch (DocumentsException)
            {
                Assert.Null(await _books.Runs.LastAsync(CancellationToken.None));
            }

            _books.Documents.GoWell();
        }

        Assert.Equal((Skus, Skus, 2L, 1), (proof.Skus, proof.Movements, proof.Drift, proof.Found));
        Assert.Equal(SkuOf(1), Assert.Single(proof.Findings).Sku);
        Assert.Equal(proof.CheckedAt, (await _books.Runs.LastAsync(CancellationToken.None))!.CheckedAt);
    }

    [Fact]
    public async Task Two_instances_at_once_do_not_count_a_SKU_twice()
    {
        var proofs = await Task.WhenAll(
            _books.Runs.RunAsync(CancellationToken.None), _books.Runs.RunAsync(CancellationToken.None));

        Assert.All(proofs.OfType<StoredProof>(), proof => Assert.Equal((Skus, 0L), (proof.Skus, proof.Drift)));
        Assert.Contains(proofs, proof => proof is not null);
    }

    [Fact]
    public async Task The_schedule_publishes_the_drift_as_a_metric()
    {
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        using var meter = new StockMeter();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, who) =>
        {
            if (instrument.Meter.Name == StockMeter.Name)
            {
                who.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();
        var wrong = StockLevel.Empty(TestShop.South) with { Damaged = 4 };
        await _books.WriteAsync(
            SkuOf(3), DocumentOperation.Put(StockStore.LevelId(TestShop.South), StockStore.LevelKind, wrong));
        var function = new ProveStock(
            _books.Proving, _books.Runs, meter, _books.Clock, NullLogger<ProveStock>.Instance);

        await function.ProveOnScheduleAsync(new TimerInfo(), CancellationToken.None);

        Assert.Equal((4L, (long)Skus), (seen["stock.drift"], seen["stock.proof.skus"]));
    }

    private static Sku SkuOf(int number) => Sku.Parse($"TEE-{number:0000}");
}
