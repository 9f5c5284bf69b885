using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Drops;

/// <summary>A shop that sells the tee as a drop, and what may be asked of it.</summary>
internal sealed class DropStall
{
    public DropStall(int pieces, int safety = 0, int inBerlin = 0)
    {
        Shop.Stock(TestShop.Tee, TestShop.North, pieces, safety);
        if (inBerlin > 0)
        {
            Shop.Stock(TestShop.Tee, TestShop.Berlin, inBerlin);
        }
    }

    public TestShop Shop { get; } = new();

    /// <summary>Pieces that customers brought back.</summary>
    public int Returned { get; private set; }

    public SkuBook Book => Shop.Ledger.Read(TestShop.Tee);

    public StockLevel Level => Shop.Level(TestShop.Tee, TestShop.North);

    public DropPicture Picture => PictureOf(Book);

    /// <summary>Pieces that a buyer could have at this moment, wherever they are on their way.</summary>
    public int Available
    {
        get
        {
            var book = Book;
            var atBooks = book.Levels.Sum(level => level.AvailableTo(Channel.Web));
            if (DropMark.Among(book.Levels) is null)
            {
                return atBooks;
            }

            var seen = PictureOf(book);
            return atBooks + seen.Free + seen.Flights.Sum(flight => flight.Pieces);
        }
    }

    public Task<Result<DropMark>> OpenAsync(int buckets) => Shop.Drops.OpenAsync(
        TestShop.Tee, TestShop.North, buckets, TestShop.Opening, CancellationToken.None);

    public Task TendAsync() => Shop.Drops.TendAsync(TestShop.Tee, TestShop.Opening, CancellationToken.None);

    public Task<DropMark?> CloseAsync() =>
        Shop.Drops.CloseAsync(TestShop.Tee, TestShop.Opening, CancellationToken.None);

    public OrderId NewOrder() => OrderId.Parse(Shop.Ids.New(OrderId.Prefix));

    /// <summary>A new order whose home is the given bucket.</summary>
    public OrderId NewOrderAt(int bucket)
    {
        var order = NewOrder();
        while (Picture.Mark.HomeOf(TestShop.Tee, order).Number != bucket)
        {
            order = NewOrder();
        }

        return order;
    }

    public async Task<Result<Reservation>> BuyAsync(OrderId order, int pieces) =>
        (await Shop.Reserve.RunAsync(
            order, [new StockWish(TestShop.Tee, pieces)], TestShop.Opening.AddMinutes(15), TestShop.Opening,
            CancellationToken.None)).Map(reservations => reservations.Single());

    public Task ReleaseAsync(OrderId order) => Shop.Reserve.ReleaseAsync(
        order, TestShop.Tee, "release", TestShop.Opening, CancellationToken.None);

    /// <summary>Puts the order's pieces on a pick list.</summary>
    public async Task ClaimAsync(OrderId order)
    {
        var found = await Shop.Ledger.FindReservationAsync(TestShop.Tee, order, CancellationToken.None)
            ?? await Shop.ClaimHolds.ClaimAsync(order, TestShop.Tee, TestShop.Opening, CancellationToken.None);
        var step = found!.Value.Allocate(TestShop.Opening);
        if (step.Movements.Count > 0)
        {
            await Shop.Ledger.AdvanceAsync(found, step, CancellationToken.None);
        }

        await Shop.ClaimHolds.SettleAsync(found.Value, TestShop.Opening, CancellationToken.None);
    }

    /// <summary>Customers bring pieces back.</summary>
    public async Task ReturnToShelfAsync(int pieces)
    {
        var level = Level;
        var mark = DropMark.At(level);
        var movement = new Movement(
            Movement.IdOf(TestShop.Opening, $"return.{Shop.Ids.New("ret_")}"), TestShop.North, StockState.Outside,
            StockState.Free, pieces, "return", "test", "test", TestShop.Opening);
        Assert.True(await Shop.Ledger.MarkAsync(
            TestShop.Tee, mark, mark, [movement], [], CancellationToken.None));
        Returned += pieces;
    }

    /// <summary>Buys single pieces until there are none, and tells how many there were.</summary>
    public async Task<int> SellOutAsync()
    {
        var sold = 0;
        while (!(await BuyAsync(NewOrder(), 1)).IsRefused)
        {
            sold++;
        }

        return sold;
    }

    public void Prove(string played) => Assert.True(
        Shop.Prove().Count == 0, $"{string.Join("; ", Shop.Prove())}: {played}");

    private static DropPicture PictureOf(SkuBook book)
    {
        var mark = DropMark.Among(book.Levels)!;
        return new DropPicture(
            book.Sku, mark,
            [
                .. Enumerable.Range(0, mark.Buckets)
                    .Select(number => mark.Bucket(book.Sku, number))
                    .Select(id => book.Buckets.FirstOrDefault(bucket => bucket.Id == id) ?? Bucket.Empty(id)),
            ]);
    }
}
