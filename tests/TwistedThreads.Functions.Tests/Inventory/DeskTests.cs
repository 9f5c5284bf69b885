using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory.Desk;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>What shops keep for customers, and what people may do to what is held.</summary>
public sealed class DeskTests : IAsyncLifetime
{
    private static readonly Sku Tee = TestShop.Tee;
    private static readonly OrderId Order = SampleOrders.IdOf(1);
    private BooksOnDisk _books = null!;
    private DeskHolds _holds = null!;
    private ReservationDesk _desk = null!;

    private DateTimeOffset Now => _books.Clock.GetUtcNow();

    public async Task InitializeAsync()
    {
        _books = await BooksOnDisk.OpenAsync();
        _books.Clock.Set(TestShop.Opening);
        await _books.StockAsync(Tee, (TestShop.North, 10), (TestShop.Berlin, 5));
        _holds = new DeskHolds(_books.Documents, _books.Store, _books.Shop.Locations, _books.Shop.Ids);
        _desk = new ReservationDesk(
            _books.Documents, _books.Store, _holds, _books.Reserve, _books.Owners, _books.Shop.Ids, _books.Clock);
    }

    public async Task DisposeAsync() => await _books.DisposeAsync();

    [Fact]
    public async Task A_shop_is_chosen_before_a_warehouse_and_the_books_stay_right()
    {
        var hold = (await _holds.OpenAsync(Wish(2), Now, CancellationToken.None)).Value;

        Assert.Equal(TestShop.Berlin, hold.Hold.Location);
        var level = await LevelAsync(TestShop.Berlin);
        Assert.Equal((3, 2), (level.Free, level.Reserved));
        await BooksAreRightAsync();
    }

    [Fact]
    public async Task One_key_keeps_pieces_once_and_serves_one_wish()
    {
        var first = await _holds.OpenAsync(Wish(2), Now, CancellationToken.None);
        var again = await _holds.OpenAsync(Wish(2), Now, CancellationToken.None);
        var other = await _holds.OpenAsync(Wish(3), Now, CancellationToken.None);

        Assert.Equal(first.Value.Id, again.Value.Id);
        Assert.Equal("idempotency.key-reused", other.Refusal!.Code);
        Assert.Equal(2, (await LevelAsync(TestShop.Berlin)).Reserved);
    }

    [Fact]
    public async Task A_hold_whose_answer_was_lost_is_found_by_its_key()
    {
        _books.Documents.OnCommits(Fault.TimeoutAfterCommit);
        await Assert.ThrowsAsync<Functions.Platform.Documents.DocumentsTimeoutException>(
            () => _holds.OpenAsync(Wish(2), Now, CancellationToken.None));

        var again = await _holds.OpenAsync(Wish(2), Now, CancellationToken.None);

        Assert.False(again.IsRefused);
        Assert.Equal(2, (await LevelAsync(TestShop.Berlin)).Reserved);
    }

    [Fact]
    public async Task What_is_fenced_off_for_the_web_is_not_kept_for_a_customer()
    {
        var policies = new StockPolicies(_books.Documents, _books.Shop.Ids, _books.Clock);
        var any = new Functions.Platform.Http.IfMatch(null);
        var set = await policies.SetAsync(
            Tee, TestShop.Berlin, new StockPolicy(1, 3, 0), any, "ada", CancellationToken.None);
        Assert.False(set.IsRefused);

        var refused = await _holds.OpenAsync(
            Wish(2) with { Location = TestShop.Berlin }, Now, CancellationToken.None);

        Assert.Equal("stock.not-enough", refused.Refusal!.Code);
        var change = Assert.Single(await policies.ChangesAsync(Tee, TestShop.Berlin, 9, CancellationToken.None));
        Assert.Equal(("ada", "safety 1, web fence 3, shop fence 0"), (change.By, change.To));
    }

    [Fact]
    public async Task A_policy_is_set_at_the_version_that_was_seen_and_once()
    {
        var policies = new StockPolicies(_books.Documents, _books.Shop.Ids, _books.Clock);
        var seen = await policies.FindAsync(Tee, TestShop.Berlin, CancellationToken.None);
        var match = new Functions.Platform.Http.IfMatch([seen!.ETag]);
        var wanted = new StockPolicy(1, 0, 0);

        await policies.SetAsync(Tee, TestShop.Berlin, wanted, match, "ada", CancellationToken.None);
        var again = await policies.SetAsync(Tee, TestShop.Berlin, wanted, match, "ada", CancellationToken.None);
        var late = await policies.SetAsync(
            Tee, TestShop.Berlin, new StockPolicy(2, 0, 0), match, "bob", CancellationToken.None);

        Assert.False(again.IsRefused);
        Assert.Equal((RefusalKind.Outdated, "stock.level-changed"), (late.Refusal!.Kind, late.Refusal.Code));
        Assert.Single(await policies.ChangesAsync(Tee, TestShop.Berlin, 9, CancellationToken.None));
    }

    [Fact]
    public async Task A_customer_who_does_not_come_loses_the_hold()
    {
        await _holds.OpenAsync(Wish(2), Now, CancellationToken.None);
        Assert.Equal(0, await _holds.SweepAsync(Now, 10, CancellationToken.None));
        _books.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal(1, await _holds.SweepAsync(Now, 10, CancellationToken.None));

        Assert.Equal(0, await _holds.SweepAsync(Now, 10, CancellationToken.None));
        Assert.Equal(5, (await LevelAsync(TestShop.Berlin)).Free);
        await BooksAreRightAsync();
    }

    [Fact]
    public async Task A_hold_is_extended_by_a_day_at_most_and_given_back_once()
    {
        var hold = (await _holds.OpenAsync(Wish(2), Now, CancellationToken.None)).Value;

        var tooFar = await _desk.ExtendAsync(Tee, hold.Id, Now.AddHours(25), "ada", CancellationToken.None);
        var extended = await _desk.ExtendAsync(Tee, hold.Id, Now.AddHours(24), "ada", CancellationToken.None);
        var released = await _desk.ReleaseAsync(Tee, hold.Id, "did not fit", "ada", CancellationToken.None);
        var again = await _desk.ReleaseAsync(Tee, hold.Id, "did not fit", "ada", CancellationToken.None);

        Assert.Equal("stock.bad-until", tooFar.Refusal!.Code);
        Assert.Equal(Now.AddHours(24), extended.Value.ExpiresAt);
        Assert.Equal(ReservationState.Released, released.Value.State);
        Assert.Equal(ReservationState.Released, again.Value.State);
        Assert.Equal(5, (await LevelAsync(TestShop.Berlin)).Free);
        await BooksAreRightAsync();
    }

    [Fact]
    public async Task A_reservation_is_given_back_only_while_no_order_came_of_it()
    {
        await _books.HoldAsync(Order, Tee, 4);
        _books.Owners.Place(Order, Tee, 4);

        var stands = await _desk.ReleaseAsync(Tee, Order.Value, "mistake", "ada", CancellationToken.None);

        Assert.Equal("stock.reservation-stands", stands.Refusal!.Code);
        var other = SampleOrders.IdOf(2);
        await _books.HoldAsync(other, Tee, 3);
        var released = await _desk.ReleaseAsync(Tee, other.Value, "mistake", "ada", CancellationToken.None);
        Assert.Equal(ReservationState.Released, released.Value.State);
        Assert.Equal(6, (await LevelAsync(TestShop.North)).Free);
        await BooksAreRightAsync();
    }

    [Fact]
    public async Task What_stands_or_went_back_is_not_extended()
    {
        await _books.HoldAsync(Order, Tee, 4);
        var held = await _books.Store.FindReservationAsync(Tee, Order, CancellationToken.None);
        await _books.Store.AdvanceAsync(held!, held!.Value.Allocate(Now), CancellationToken.None);

        var stands = await _desk.ExtendAsync(Tee, Order.Value, Now.AddHours(1), "ada", CancellationToken.None);
        var nobody = await _desk.ExtendAsync(
            Tee, SampleOrders.IdOf(9).Value, Now.AddHours(1), "ada", CancellationToken.None);

        Assert.Equal("stock.reservation-stands", stands.Refusal!.Code);
        Assert.Equal("stock.no-reservation", nobody.Refusal!.Code);
    }

    private static DeskHoldWish Wish(int pieces) => new(
        Tee, null, pieces, TestShop.Opening.AddHours(2), "Ms Byron, tries it on", "ada", "key-1");

    private async Task<StockLevel> LevelAsync(LocationId location) =>
        (await _books.Store.FindLevelAsync(Tee, location, CancellationToken.None))!;

    private async Task BooksAreRightAsync() =>
        Assert.Empty((await _books.Proving.ProveAsync(Tee, CancellationToken.None)).Findings);
}
