using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>One movement of a repair.</summary>
/// <param name="IsNote">Whether the journal alone gets it, because the level shows it already.</param>
/// <param name="Why">For the stock desk.</param>
public sealed record RepairStep(
    LocationId Location, StockState From, StockState To, int Quantity, string Reason, bool IsNote, string Why);

/// <summary>What makes the books of one SKU right again.</summary>
/// <param name="Locations">Every one that needs it; one without steps lacks no more than its level.</param>
/// <param name="Closed">Orders whose reservations nobody owns.</param>
/// <param name="Restored">Reservations that the books have lost, made again from the journal.</param>
public sealed record RepairPlan(
    IReadOnlyList<LocationId> Locations, IReadOnlyList<RepairStep> Steps, IReadOnlyList<OrderId> Closed,
    IReadOnlyList<Reservation> Restored);

/// <summary>Plans repairs: compensating movements only, nothing is ever overwritten.</summary>
/// <remarks>The journal is believed before the level, and reservations, transfers and receipts before the journal.
/// Where a level differs from its journal, the journal first notes the difference (<see cref="Drift"/>), which makes
/// it equal to the level, and then both take it back (<see cref="Repair"/>).</remarks>
public static class StockRepair
{
    /// <summary>Reason of movements that only note by how much a level had drifted.</summary>
    public const string Drift = "drift";

    /// <summary>Reason of movements that bring level and journal to what is proven.</summary>
    public const string Repair = "repair";

    private const int ReservationsAtOnce = 10;

    /// <param name="book">As read.</param>
    /// <param name="findings">Of this very book.</param>
    public static RepairPlan Plan(SkuBook book, IReadOnlyList<StockFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(findings);
        var closed = OwnersIn(findings, OwnerProof.NoOwner);
        var restored = OwnersIn(findings, OwnerProof.Lost)
            .Select(order => Reservation.FromJournal(order, book.Sku, book.Movements)).ToList();
        var folded = StockProof.Fold(book.Movements);
        var holds = book.Reservations
            .Select(held => closed.Contains(held.Order) ? held.Closed() : held).Concat(restored)
            .SelectMany(held => held.Holds).Concat(book.DeskHolds.Select(kept => kept.Hold))
            .ToLookup(hold => hold.Location);
        var locations = findings
            .Where(finding => finding.Owner is null).Select(finding => finding.Location)
            .Concat(book.Reservations.Where(held => closed.Contains(held.Order)).Concat(restored)
                .SelectMany(held => held.Holds).Select(hold => hold.Location))
            .Distinct().ToList();
        var steps = new List<RepairStep>();
        foreach (var location in locations)
        {
            var shown = book.Levels.FirstOrDefault(level => level.Location == location)
                ?? StockLevel.Empty(location);
            var booked = folded.GetValueOrDefault(location) ?? StockLevel.Empty(location);
            steps.AddRange(ToJournal(shown, booked));
            var bench = new Bench(booked, steps);
            ToReservations(bench, StockProof.HeldBy([.. holds[location]]));
            ToPapers(bench, StockProof.OnPaper(book.Papers, location));
            ToNone(bench);
        }

        return new RepairPlan(locations, steps, closed, restored);
    }

    private static List<OrderId> OwnersIn(IReadOnlyList<StockFinding> findings, string rule) =>
    [
        .. findings.Where(finding => finding.Rule == rule).Select(finding => finding.Owner).OfType<OrderId>()
            .Distinct().Take(ReservationsAtOnce),
    ];

    private static IEnumerable<RepairStep> ToJournal(StockLevel shown, StockLevel booked)
    {
        foreach (var state in StockProof.Inside)
        {
            var drift = shown.In(state) - booked.In(state);
            if (drift == 0)
            {
                continue;
            }

            var (from, to) = drift > 0 ? (StockState.Outside, state) : (state, StockState.Outside);
            var why = $"The level had {shown.In(state)} {state}, its journal {booked.In(state)}.";
            yield return new RepairStep(shown.Location, from, to, Math.Abs(drift), Drift, true, why);
            yield return new RepairStep(shown.Location, to, from, Math.Abs(drift), Repair, false, why);
        }
    }

    // Between the held states first: what is missing in one is often what is too much in another.
    private static void ToReservations(Bench bench, IReadOnlyList<(StockState State, int Pieces)> held)
    {
        foreach (var (from, surplus) in held.Select(proof => (proof.State, bench.Level.In(proof.State) - proof.Pieces)))
        {
            var left = surplus;
            foreach (var (to, pieces) in held)
            {
                var moved = Math.Min(left, pieces - bench.Level.In(to));
                bench.Move(from, to, moved, "Held pieces are those of the reservations.");
                left -= Math.Max(0, moved);
            }
        }

        foreach (var (state, pieces) in held)
        {
            var surplus = bench.Level.In(state) - pieces;
            var aside = state == StockState.Picked ? StockState.QualityHold : StockState.Free;
            bench.Move(state, aside, surplus, "More was held than there are reservations for.");
            bench.Move(StockState.Free, state, -surplus, "Less was held than there are reservations for.");
        }
    }

    private static void ToPapers(Bench bench, IReadOnlyList<(StockState State, int Pieces)> papers)
    {
        foreach (var (state, pieces) in papers)
        {
            var surplus = bench.Level.In(state) - pieces;
            bench.Move(state, StockState.Outside, surplus, "More was on its way than transfers and receipts say.");
            bench.Move(StockState.Outside, state, -surplus, "Less was on its way than transfers and receipts say.");
        }
    }

    // Pieces found on the shelf are booked as the floor's are, so that a late report may still explain them.
    private static void ToNone(Bench bench)
    {
        foreach (var state in StockProof.Inside.Where(state => state != StockState.Free))
        {
            bench.Move(StockState.Outside, state, -bench.Level.In(state), "No state holds less than nothing.");
        }

        bench.Move(
            StockState.Outside, StockState.Free, -bench.Level.OnHand, "No shelf holds less than nothing.",
            LateRules.Unbooked);
    }

    private sealed class Bench(StockLevel level, List<RepairStep> steps)
    {
        public StockLevel Level { get; private set; } = level;

        public void Move(StockState from, StockState to, int quantity, string why, string reason = Repair)
        {
            if (quantity > 0)
            {
                steps.Add(new RepairStep(Level.Location, from, to, quantity, reason, false, why));
                Level = Level.With(from, to, quantity);
            }
        }
    }
}
