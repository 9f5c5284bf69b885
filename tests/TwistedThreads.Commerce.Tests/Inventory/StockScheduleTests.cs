using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory;

/// <summary>The life of many orders at one shelf, in any order of steps:
/// the books agree after every single one.</summary>
public sealed class StockScheduleTests
{
    private const int Opened = 35; // 20 + 12 + 3 pieces.

    [Fact]
    public async Task The_books_agree_after_every_step_of_any_life()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var generator = new Generator(seed);
            var shop = new TestShop()
                .Stock(TestShop.Tee, TestShop.North, 20, safety: 2)
                .Stock(TestShop.Tee, TestShop.South, 12)
                .Stock(TestShop.Tee, TestShop.Berlin, 3);
            var orders = Generator.Many(6, () => OrderId.Parse(shop.Ids.New(OrderId.Prefix)));

            for (var step = 0; step < 60; step++)
            {
                await StepAsync(shop, generator, generator.OneOf(orders));
                Check(shop.Ledger.Read(TestShop.Tee), $"seed {seed}, step {step}");
            }
        }
    }

    private static async Task StepAsync(TestShop shop, Generator generator, OrderId order)
    {
        if (generator.Chance(0.3))
        {
            await shop.Reserve.RunAsync(
                order, [new StockWish(TestShop.Tee, generator.Between(1, 12))], TestShop.Opening.AddMinutes(15),
                TestShop.Opening, CancellationToken.None);
            return;
        }

        var known = await shop.Ledger.FindReservationAsync(TestShop.Tee, order, CancellationToken.None);
        if (known is not null)
        {
            var outcome = await shop.Ledger.AdvanceAsync(known, Draw(generator, known.Value), CancellationToken.None);
            Assert.Equal(BookingOutcome.Booked, outcome);
        }
    }

    private static ReservationStep Draw(Generator generator, Reservation reservation) => generator.Between(0, 3) switch
    {
        0 => reservation.Release("release", TestShop.Opening),
        1 => reservation.Allocate(TestShop.Opening),

        // Reports may be late, early or too large; also for pieces that were never allocated.
        _ => reservation.Advance(
            generator.OneOf([TestShop.North, TestShop.South, TestShop.Berlin]),
            generator.Between(0, 13), generator.Between(0, 13), TestShop.Opening),
    };

    private static void Check(SkuBook book, string played)
    {
        Assert.True(StockProof.Check(book).Count == 0, $"{string.Join("; ", StockProof.Check(book))}: {played}");
        Assert.True(
            book.Levels.All(level => Enum.GetValues<StockState>().All(state => level.In(state) >= 0)), played);
        var inside = book.Levels.Sum(level => level.OnHand + level.Picked);
        var shipped = book.Reservations.Sum(reservation => reservation.Holds.Sum(hold => hold.Shipped));
        Assert.True(inside + shipped == Opened, $"{inside} inside and {shipped} shipped: {played}");
        Assert.True(
            book.Reservations.SelectMany(reservation => reservation.Holds).All(hold =>
                hold.Quantity - hold.Released >= hold.Allocated
                && hold.Allocated >= hold.Picked && hold.Picked >= hold.Shipped && hold.Shipped >= 0),
            played);
    }
}
