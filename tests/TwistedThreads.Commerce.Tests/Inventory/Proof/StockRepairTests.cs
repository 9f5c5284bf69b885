using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Proof;

/// <summary>Whatever was lost or altered: movements alone bring the books back to their proof.</summary>
public sealed class StockRepairTests
{
    private const int Accidents = 3000;

    [Fact]
    public void Any_damage_is_repaired_by_movements_alone()
    {
        for (var seed = 0; seed < Accidents; seed++)
        {
            var chance = new Generator(seed);
            var right = DamagedBook.Right(chance);
            Assert.Empty(StockProof.Check(right));
            var damaged = DamagedBook.Damage(right, chance);

            var repaired = Apply(damaged, StockRepair.Plan(damaged, StockProof.Check(damaged)));

            var left = StockProof.Check(repaired);
            Assert.True(left.Count == 0, $"seed {seed}: {string.Join("\n", left)}");
            Assert.Equal(damaged.Movements, repaired.Movements.Take(damaged.Movements.Count));
        }
    }

    [Fact]
    public void Right_books_need_no_repair()
    {
        var right = DamagedBook.Right(new Generator(1));

        var plan = StockRepair.Plan(right, StockProof.Check(right));

        Assert.Empty(plan.Locations);
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public void A_level_that_drifted_is_noted_and_then_taken_back()
    {
        var book = Book(StockLevel.Empty(TestShop.North) with { Free = 12 }, Move("1", 10));

        var plan = StockRepair.Plan(book, StockProof.Check(book));

        Assert.Equal(
            [
                (StockState.Outside, StockState.Free, 2, StockRepair.Drift, true),
                (StockState.Free, StockState.Outside, 2, StockRepair.Repair, false),
            ],
            plan.Steps.Select(step => (step.From, step.To, step.Quantity, step.Reason, step.IsNote)));
    }

    [Fact]
    public void Picked_pieces_of_nobody_are_put_aside_to_be_looked_at()
    {
        var picked = Move("2", 3) with { To = StockState.Picked };
        var book = Book(StockLevel.Empty(TestShop.North) with { Free = 10, Picked = 3 }, Move("1", 10), picked);

        var step = Assert.Single(StockRepair.Plan(book, StockProof.Check(book)).Steps);

        Assert.Equal((StockState.Picked, StockState.QualityHold, 3), (step.From, step.To, step.Quantity));
    }

    [Fact]
    public void What_a_shelf_lacks_is_booked_as_found_so_that_a_late_report_may_explain_it()
    {
        var sold = Move("1", 3) with { From = StockState.Free, To = StockState.Outside };
        var book = Book(StockLevel.Empty(TestShop.North) with { Free = -3 }, sold);

        var step = Assert.Single(StockRepair.Plan(book, StockProof.Check(book)).Steps);

        Assert.Equal(
            (StockState.Outside, StockState.Free, 3, LateRules.Unbooked),
            (step.From, step.To, step.Quantity, step.Reason));
    }

    private static SkuBook Apply(SkuBook book, RepairPlan plan)
    {
        var levels = book.Levels.ToDictionary(level => level.Location);
        var movements = book.Movements.ToList();
        foreach (var location in plan.Locations)
        {
            levels.TryAdd(location, StockLevel.Empty(location));
        }

        foreach (var step in plan.Steps)
        {
            var movement = new Movement(
                $"rep.{movements.Count}", step.Location, step.From, step.To, step.Quantity, step.Reason, "rep", "desk",
                TestShop.Opening);
            movements.Add(movement);
            levels[step.Location] = step.IsNote ? levels[step.Location] : levels[step.Location].After(movement);
        }

        return book with { Levels = [.. levels.Values], Movements = movements };
    }

    private static SkuBook Book(StockLevel level, params Movement[] movements) =>
        new(TestShop.Tee, [level], movements, []);

    private static Movement Move(string id, int pieces) => new(
        id, TestShop.North, StockState.Outside, StockState.Free, pieces, "test", "test", "test", TestShop.Opening);
}
