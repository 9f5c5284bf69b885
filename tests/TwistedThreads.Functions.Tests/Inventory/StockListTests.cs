using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Inventory.Drops;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>Stock and journals are found by what people look for, page by page, nothing twice and nothing left out.
/// </summary>
public sealed class StockListTests : IAsyncLifetime
{
    private const int Skus = 260;
    private BooksOnDisk _books = null!;
    private StockLevels _levels = null!;

    // More than one page of rows; every tenth SKU is held, every twentieth below its safety stock.
    public async Task InitializeAsync()
    {
        _books = await BooksOnDisk.OpenAsync();
        _levels = new StockLevels(
            _books.Documents, new PermitCounts(new MovePermitsWorkflow(new BucketStore(_books.Documents))));
        for (var number = 0; number < Skus; number++)
        {
            var north = StockLevel.Empty(TestShop.North) with
            {
                Free = 5,
                Reserved = number % 10 == 0 ? 2 : 0,
                CountedAt = TestShop.Opening,
            };
            var berlin = (StockLevel.Empty(TestShop.Berlin) with { Free = 3 }).Keeping(number % 20 == 0 ? 4 : 1, 1, 0);
            await _books.WriteAsync(
                SkuOf(number),
                DocumentOperation.New(StockStore.LevelId(TestShop.North), StockStore.LevelKind, north),
                DocumentOperation.New(StockStore.LevelId(TestShop.Berlin), StockStore.LevelKind, berlin));
        }

        await _books.Documents.CommitAsync(
            StockStore.Container.Name, $"{SkuOf(1)}~3",
            [DocumentOperation.New("level|WH1", StockStore.LevelKind, StockLevel.Empty(TestShop.North))],
            CancellationToken.None);
    }

    public async Task DisposeAsync() => await _books.DisposeAsync();

    [Theory]
    [InlineData("", Skus)]
    [InlineData("location=WH2", 0)]
    [InlineData("location=BER", Skus)]
    [InlineData("sku=TEE-01", 100)]
    [InlineData("held=true", 26)]
    [InlineData("held=false", Skus - 26)]
    [InlineData("below=safety", 13)]
    [InlineData("below=safety&location=WH1", 0)]
    [InlineData("below=zero", 0)]
    public async Task Every_page_of_a_list_together_is_the_list(string query, int expected)
    {
        var filter = StockFilter.Read(Query(query)).Value;
        var found = new List<Sku>();
        string? place = null;
        do
        {
            (var items, place) = await _levels.ListAsync(filter, 7, place, CancellationToken.None);
            Assert.True(items.Count <= 7);
            found.AddRange(items.Select(item => item.Sku));
        }
        while (place is not null);

        Assert.Equal(expected, found.Distinct().Count());
        Assert.Equal(found.OrderBy(sku => sku.Value, StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task An_entry_says_what_each_channel_may_promise()
    {
        var (items, _) = await _levels.ListAsync(
            new StockFilter(TestShop.Berlin, null, null, null), 2, null, CancellationToken.None);

        var level = Assert.Single(items[1].Locations);
        Assert.Equal((2, 2, 1), (level.AvailableToPromise, level.Channels.Web, level.Channels.Shop));
        Assert.Equal((2, 1), (items[1].Channels.Web, items[1].Channels.Shop));
    }

    [Theory]
    [InlineData("location=wh1", "stock.bad-location")]
    [InlineData("below=one", "stock.bad-below")]
    [InlineData("held=yes", "stock.bad-held")]
    public void A_filter_that_makes_no_sense_is_refused(string query, string code) =>
        Assert.Equal(code, StockFilter.Read(Query(query)).Refusal!.Code);

    [Theory]
    [InlineData("order=up", "stock.bad-order")]
    [InlineData("since=yesterday", "stock.bad-since")]
    [InlineData("location=-", "stock.bad-location")]
    public void A_filter_of_movements_that_makes_no_sense_is_refused(string query, string code) =>
        Assert.Equal(code, MovementFilter.Read(Query(query)).Refusal!.Code);

    [Theory]
    [InlineData("", 0, 29)]
    [InlineData("order=newest", 29, 0)]
    [InlineData("reason=sale", 1, 29)]
    [InlineData("reason=sale&order=newest", 29, 1)]
    [InlineData("since=2026-11-20T10:20:00Z", 20, 29)]
    [InlineData("since=2026-11-20T10:20:00Z&order=newest", 29, 20)]
    [InlineData("location=BER", 2, 26)]
    public async Task A_journal_is_read_from_either_end_by_what_is_looked_for(string query, int first, int last)
    {
        var sku = Sku.Parse("JOURNAL");
        var journal = Enumerable.Range(0, 30).Select(minute => MovementOf(minute)).ToList();
        await _books.WriteAsync(
            sku,
            [.. journal.Select(movement => DocumentOperation.New(movement.Id, StockStore.MovementKind, movement))]);
        var filter = MovementFilter.Read(Query(query)).Value;
        var found = new List<Movement>();
        string? place = null;
        do
        {
            (var items, place) = await _books.Books.MovementsAsync(sku, filter, 4, place, CancellationToken.None);
            found.AddRange(items);
        }
        while (place is not null);

        Assert.Equal((journal[first], journal[last]), (found[0], found[^1]));
        Assert.Equal(journal.Where(filter.Fits).Count(), found.Distinct().Count());
    }

    private static Movement MovementOf(int minute)
    {
        var at = TestShop.Opening.AddMinutes(minute);
        return new Movement(
            Movement.IdOf(at, "test"), minute % 4 == 2 ? TestShop.Berlin : TestShop.North, StockState.Outside,
            StockState.Free, 1, minute % 2 == 1 ? "sale" : "return", "test", "test", at);
    }

    private static Sku SkuOf(int number) => Sku.Parse($"TEE-{number:0000}");

    private static QueryCollection Query(string query) => new(query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .ToDictionary(part => part[0], part => new StringValues(part[1]), StringComparer.Ordinal));
}
