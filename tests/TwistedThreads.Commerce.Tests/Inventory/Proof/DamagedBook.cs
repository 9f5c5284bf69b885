using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Proof;

/// <summary>Books of one SKU that were right, and what bad luck can do to them.</summary>
internal static class DamagedBook
{
    private static readonly LocationId[] Places = [TestShop.North, TestShop.South, TestShop.Berlin];

    /// <summary>Right books: pieces in every state, orders half-way, goods on their way.</summary>
    public static SkuBook Right(Generator chance)
    {
        var movements = new List<Movement>();
        var reservations = new List<Reservation>();
        var papers = new List<StockPaper>();
        foreach (var place in Places)
        {
            Move(movements, place, StockState.Outside, StockState.Free, 40, "opening");
            Move(movements, place, StockState.Free, StockState.Damaged, chance.Between(0, 3), "damage");
            Move(movements, place, StockState.Free, StockState.QualityHold, chance.Between(0, 3), "hold");
            Move(movements, place, StockState.Free, StockState.Escrow, chance.Between(0, 3), "escrow");
            var sent = chance.Between(1, 4);
            Move(movements, place, StockState.Free, StockState.InTransit, sent, "transfer-out");
            papers.Add(TransitPaper.Of($"trf-{place}") with { Out = [new Parcel(place, sent)], Sent = sent });
            var announced = chance.Between(1, 5);
            Move(movements, place, StockState.Outside, StockState.Incoming, announced, "announce");
            papers.Add(new ExpectedPaper($"rcp-{place}", place, new DateOnly(2026, 12, 1), announced, 0, 0, false));
        }

        for (var number = 0; number < 3; number++)
        {
            reservations.Add(Reserve(movements, chance, number));
        }

        return new SkuBook(
            TestShop.Tee, [.. StockProof.Fold(movements).Values.Select(level => level.Keeping(2))], movements,
            reservations)
        {
            Papers = papers,
        };
    }

    /// <summary>Some of these: levels lost or altered, movements lost, reservations lost, papers lost.</summary>
    public static SkuBook Damage(SkuBook book, Generator chance)
    {
        for (var hit = chance.Between(1, 4); hit > 0; hit--)
        {
            book = chance.Between(0, 4) switch
            {
                0 => book with { Levels = [.. book.Levels.Where(_ => chance.Chance(0.6))] },
                1 => book with { Levels = [.. book.Levels.Select(level => Alter(level, chance))] },
                2 => book with { Movements = [.. book.Movements.Where(_ => chance.Chance(0.9))] },
                3 => book with { Reservations = [.. book.Reservations.Where(_ => chance.Chance(0.6))] },
                _ => book with { Papers = [.. book.Papers.Where(_ => chance.Chance(0.7))] },
            };
        }

        return book;
    }

    private static StockLevel Alter(StockLevel level, Generator chance) => level.After(new Movement(
        "lie", level.Location, chance.OneOf(Enum.GetValues<StockState>()), chance.OneOf(Enum.GetValues<StockState>()),
        chance.Between(0, 5), "lie", "lie", "lie", TestShop.Opening));

    private static Reservation Reserve(List<Movement> movements, Generator chance, int number)
    {
        var order = SampleOrders.IdOf(number);
        var place = chance.OneOf(Places);
        var held = new Reservation(order, TestShop.Tee, null, [Hold.Of(place, chance.Between(1, 5))]);
        movements.AddRange(ReservationPlan.Book(held, TestShop.Opening));
        foreach (var step in new Func<Reservation, ReservationStep>[]
        {
            one => one.Allocate(TestShop.Opening),
            one => one.Advance(place, chance.Between(0, 5), 0, TestShop.Opening),
            one => one.Advance(place, 0, chance.Between(0, 2), TestShop.Opening),
        })
        {
            var next = step(held);
            movements.AddRange(next.Movements);
            held = next.Reservation;
        }

        return held;
    }

    private static void Move(
        List<Movement> movements, LocationId place, StockState from, StockState to, int pieces, string why)
    {
        if (pieces > 0)
        {
            movements.Add(new Movement(
                $"mov.{movements.Count}", place, from, to, pieces, why, why, "test", TestShop.Opening));
        }
    }
}
