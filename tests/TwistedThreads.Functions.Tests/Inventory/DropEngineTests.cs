using System.Collections.Concurrent;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Inventory.Drops;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>Drops on the real stores, with real concurrency; an engine keeps all of this or sells wrongly.</summary>
public abstract class DropEngineTests : IAsyncLifetime
{
    private const int Pieces = 60;
    private readonly CountedIds _ids = new();
    private readonly Locations _locations = new();
    private IEngineUnderTest _engine = null!;
    private StockStore _ledger = null!;
    private BucketStore _buckets = null!;
    private MovePermitsWorkflow _moves = null!;
    private ReserveStockWorkflow _reserve = null!;
    private ClaimHoldWorkflow _claims = null!;
    private TendDropWorkflow _desk = null!;

    protected abstract Task<IEngineUnderTest> OpenAsync(DocumentContainer container);

    public async Task InitializeAsync()
    {
        _engine = await OpenAsync(StockStore.Container);
        (_ledger, _buckets) = (new StockStore(_engine.Documents), new BucketStore(_engine.Documents));
        _moves = new MovePermitsWorkflow(_buckets);
        var drops = new ReserveFromDropWorkflow(_ledger, _buckets, _moves, _locations);
        _reserve = new ReserveStockWorkflow(_ledger, _buckets, drops, _locations);
        _claims = new ClaimHoldWorkflow(_ledger, _buckets, drops);
        _desk = new TendDropWorkflow(_ledger, _buckets, _moves);
        var opening = new OpeningStock(_engine.Documents, _ids, TimeProvider.System);
        await opening.OpenAsync(
            TestShop.Tee, [new OpeningStock.Counted(TestShop.North, Pieces + 2, 2)], CancellationToken.None);
    }

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public async Task A_rush_sells_every_piece_once_and_can_be_closed(int buckets)
    {
        await OpenDropAsync(buckets);
        Assert.Equal([TestShop.Tee], await _buckets.FindDropsAsync(10, CancellationToken.None));

        var bought = new ConcurrentBag<Reservation>();
        await RushAsync(150, async buyer =>
        {
            var result = await BuyAsync(1 + (buyer % 3));
            if (!result.IsRefused)
            {
                bought.Add(result.Value);
            }
        });
        var held = bought.Sum(reservation => reservation.Quantity);
        held += await SellOutAsync();

        Assert.Equal(Pieces, held);
        await ProveAsync();
        var orders = bought.Select(reservation => reservation.Order).ToList();
        await RushAsync(orders.Count - 1, buyer => ClaimAsync(orders[buyer]));
        Assert.NotNull(await CloseAsync());
        await ReleaseLapsedAsync();
        Assert.Null(await CloseAsync());
        var level = await LevelAsync();
        Assert.Equal((0, 0, Pieces + 2), (level.Escrow, level.Buckets, level.OnHand));
        await ProveAsync();
    }

    [Fact]
    public async Task Opening_buying_giving_back_and_closing_at_once_lose_nothing()
    {
        await OpenDropAsync(4);
        await RushAsync(120, buyer => buyer switch
        {
            _ when buyer % 40 == 20 => CloseAsync(),
            _ when buyer % 40 == 35 => OpenDropAsync(4),
            _ => BuyAndGiveBackAsync(1 + (buyer % 4)),
        });

        await ReleaseLapsedAsync();
        await CloseAsync();
        var level = await LevelAsync();

        Assert.Equal((Pieces + 2, 0, 0), (level.Free, level.Escrow, level.Buckets));
        await ProveAsync();
    }

    [Fact]
    public async Task A_move_that_was_received_is_not_received_again()
    {
        await OpenDropAsync(2);
        var mark = DropMark.At(await LevelAsync());
        var (from, to) = (mark.Bucket(TestShop.Tee, 0), mark.Bucket(TestShop.Tee, 1));
        await _buckets.SendAsync(from, 1, 5, CancellationToken.None);
        var picture = await _moves.LookAsync(TestShop.Tee, mark, CancellationToken.None);
        var flight = Assert.Single(picture.Flights);

        Assert.True(await _buckets.ReceiveAsync(to, flight, CancellationToken.None));
        Assert.False(await _buckets.ReceiveAsync(to, flight, CancellationToken.None));
        Assert.False(await _buckets.SendAsync(from, 1, Pieces, CancellationToken.None));
        await ProveAsync();
    }

    [Fact]
    public async Task A_mark_is_changed_only_as_it_was_read()
    {
        await OpenDropAsync(2);
        var mark = DropMark.At(await LevelAsync());

        Assert.False(await MarkAsync(mark with { Given = mark.Given - 1 }, mark with { IsClosing = true }));
        Assert.False(await MarkAsync(mark with { Given = mark.Given + 1 }, mark with { IsClosing = true }));
        Assert.True(await MarkAsync(mark, mark with { IsClosing = true }));
        Assert.False(await MarkAsync(mark, mark with { IsClosing = true }));
    }

    private Task<bool> MarkAsync(DropMark before, DropMark after) =>
        _buckets.MarkAsync(TestShop.Tee, before, after, [], [], CancellationToken.None);

    private static Task RushAsync(int buyers, Func<int, Task> act) => Parallel.ForAsync(
        0, buyers, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (buyer, _) => await act(buyer));

    private Task<Result<DropMark>> OpenDropAsync(int buckets) => _desk.OpenAsync(
        TestShop.Tee, TestShop.North, buckets, TestShop.Opening, CancellationToken.None);

    private Task<DropMark?> CloseAsync() =>
        _desk.CloseAsync(TestShop.Tee, TestShop.Opening, CancellationToken.None);

    private async Task<Result<Reservation>> BuyAsync(int pieces)
    {
        var order = OrderId.Parse(_ids.New(OrderId.Prefix));
        return (await _reserve.RunAsync(
            order, [new StockWish(TestShop.Tee, pieces)], TestShop.Opening.AddMinutes(15), TestShop.Opening,
            CancellationToken.None)).Map(reservations => reservations.Single());
    }

    private async Task BuyAndGiveBackAsync(int pieces)
    {
        var bought = await BuyAsync(pieces);
        if (!bought.IsRefused)
        {
            await _reserve.ReleaseAsync(bought.Value, "release", TestShop.Opening, CancellationToken.None);
        }
    }

    private async Task<int> SellOutAsync()
    {
        var sold = 0;
        while (!(await BuyAsync(1)).IsRefused)
        {
            sold++;
        }

        return sold;
    }

    private async Task ClaimAsync(OrderId order)
    {
        var claimed = await _claims.ClaimAsync(order, TestShop.Tee, TestShop.Opening, CancellationToken.None);
        Assert.True(await _claims.SettleAsync(claimed!.Value, TestShop.Opening, CancellationToken.None));
    }

    private async Task ReleaseLapsedAsync()
    {
        foreach (var lapsed in await _ledger.FindLapsedAsync(
            TestShop.Opening.AddHours(1), 1000, CancellationToken.None))
        {
            await _reserve.ReleaseAsync(lapsed.Value, "expire", TestShop.Opening, CancellationToken.None);
        }
    }

    private async Task<StockLevel> LevelAsync() =>
        (await _ledger.LevelsAsync(TestShop.Tee, CancellationToken.None)).Single();

    private async Task ProveAsync() =>
        Assert.Empty(await ProvenBooks.FindingsAsync(_engine.Documents));
}
