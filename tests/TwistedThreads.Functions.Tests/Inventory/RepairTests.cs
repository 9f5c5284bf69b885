using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>Stored books that were damaged are right again after a repair, whatever happens to the repair.</summary>
public sealed class RepairTests : IAsyncLifetime
{
    private static readonly Sku Tee = TestShop.Tee;
    private static readonly OrderId Order = SampleOrders.IdOf(1);
    private BooksOnDisk _books = null!;

    public async Task InitializeAsync()
    {
        _books = await BooksOnDisk.OpenAsync();
        await _books.StockAsync(Tee, (TestShop.North, 10), (TestShop.South, 5));
        await _books.HoldAsync(Order, Tee, 4);
        _books.Owners.Place(Order, Tee, 4);
        await AdvanceAsync(held => held.Allocate(TestShop.Opening));
    }

    public async Task DisposeAsync() => await _books.DisposeAsync();

    [Fact]
    public async Task Right_books_are_left_alone()
    {
        var before = await _books.RowsAsync(Tee);

        var report = await RepairAsync("rep_1");

        Assert.Empty(report.Movements);
        Assert.Equal(Tags(before), Tags(await _books.RowsAsync(Tee)));
    }

    [Fact]
    public async Task A_level_that_was_altered_and_one_that_was_lost_come_back_with_a_reason()
    {
        await AlterAsync(TestShop.North, level => level with { Free = level.Free + 3, Damaged = 2 });
        await _books.WriteAsync(Tee, new DocumentOperation.Delete(StockStore.LevelId(TestShop.South)));
        var before = await _books.RowsAsync(Tee);

        var report = await RepairAsync("rep_1");

        Assert.Empty(report.Left);
        Assert.Empty((await _books.Proving.ProveAsync(Tee, CancellationToken.None)).Findings);
        var rows = await _books.RowsAsync(Tee);
        Assert.Equal(5, rows[StockStore.LevelId(TestShop.South)].As<StockLevel>().Free);
        Assert.All(before.Values.Where(row => row.Kind == StockStore.MovementKind), row =>
            Assert.Equal(row.ETag, rows[row.Id].ETag));
        var flags = rows.Values.Where(row => row.Kind == StockAccounts.DiscrepancyKind)
            .Select(row => row.As<Discrepancy>()).ToList();
        Assert.Equal(3, flags.Count);
        Assert.All(flags, flag => Assert.Equal(DiscrepancyKind.Repaired, flag.Kind));
        Assert.All(flags, flag => Assert.EndsWith("a bad disk", flag.Explanation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_reservation_of_a_standing_order_comes_back_and_can_go_on()
    {
        await _books.WriteAsync(Tee, new DocumentOperation.Delete(StockStore.ReservationId(Order)));

        var report = await RepairAsync("rep_1");

        Assert.Empty(report.Movements);
        Assert.Empty((await _books.Proving.ProveAsync(Tee, CancellationToken.None)).Findings);
        await AdvanceAsync(held => held.Advance(TestShop.North, 4, 4, TestShop.Opening));
        Assert.Empty((await _books.Proving.ProveAsync(Tee, CancellationToken.None)).Findings);
    }

    [Fact]
    public async Task What_a_cancelled_order_still_holds_is_found_and_given_back()
    {
        _books.Owners.Cancel(Order);
        Assert.Equal(
            OwnerProof.NoOwner,
            Assert.Single((await _books.Proving.ProveAsync(Tee, CancellationToken.None)).Findings).Rule);

        var report = await RepairAsync("rep_1");

        Assert.Equal(4, Assert.Single(report.Movements).Quantity);
        Assert.Empty((await _books.Proving.ProveAsync(Tee, CancellationToken.None)).Findings);
        var north = await _books.Store.FindLevelAsync(Tee, TestShop.North, CancellationToken.None);
        Assert.Equal((10, 0), (north!.Free, north.Held));
    }

    [Fact]
    public async Task A_repair_whose_answer_was_lost_is_not_done_twice()
    {
        await AlterAsync(TestShop.North, level => level with { Free = level.Free - 2 });
        _books.Documents.OnCommits(Fault.TimeoutAfterCommit);
        await Assert.ThrowsAsync<DocumentsTimeoutException>(() => RepairAsync("rep_1"));

        var again = await RepairAsync("rep_2");

        Assert.Empty(again.Movements);
        Assert.Equal(6, (await _books.Store.FindLevelAsync(Tee, TestShop.North, CancellationToken.None))!.Free);
    }

    [Fact]
    public async Task A_report_from_before_the_repair_still_finds_the_shelf_as_it_was()
    {
        await AlterAsync(TestShop.North, level => level with { Free = level.Free + 3 });
        await RepairAsync("rep_1");
        var counted = new StockEvent(
            "count", StockEventKind.Count, TestShop.North, Tee, 10, TestShop.Opening.AddHours(1), "dev");

        await new ApplyStockEventWorkflow(_books.Accounts)
            .RunAsync(counted, _books.Clock.GetUtcNow(), CancellationToken.None);

        var north = await _books.Store.FindLevelAsync(Tee, TestShop.North, CancellationToken.None);
        Assert.Equal(10, north!.OnHand);
        Assert.Empty((await _books.Proving.ProveAsync(Tee, CancellationToken.None)).Findings);
    }

    private static List<string> Tags(IReadOnlyDictionary<string, Document> rows) =>
        [.. rows.Values.Select(row => $"{row.Id} {row.ETag}").Order(StringComparer.Ordinal)];

    private Task<RepairReport> RepairAsync(string cause) => _books.Repair.RunAsync(
        Tee, new RepairWish(cause, "ada", "a bad disk"), _books.Clock.GetUtcNow(), CancellationToken.None);

    private async Task AlterAsync(LocationId location, Func<StockLevel, StockLevel> lie)
    {
        var id = StockStore.LevelId(location);
        var level = (await _books.RowsAsync(Tee))[id].As<StockLevel>();
        await _books.WriteAsync(Tee, DocumentOperation.Put(id, StockStore.LevelKind, lie(level)));
    }

    private async Task AdvanceAsync(Func<Reservation, ReservationStep> advance)
    {
        var found = await _books.Store.FindReservationAsync(Tee, Order, CancellationToken.None);
        Assert.Equal(
            BookingOutcome.Booked,
            await _books.Store.AdvanceAsync(found!, advance(found!.Value), CancellationToken.None));
    }
}
