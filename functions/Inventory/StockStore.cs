using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory.Desk;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory;

/// <summary>The stock books over the document port: everything of one SKU is one partition, so that a level, its
/// movements and the reservation behind them change in one batch.</summary>
public sealed class StockStore(IDocuments documents) : IStockLedger
{
    public const string LevelKind = "level";
    public const string MovementKind = "movement";
    public const string ReservationKind = "reservation";

    /// <summary>How the ids of everything begin that holds pieces for somebody.</summary>
    public const string ReservationPrefix = "rsv|";

    public static DocumentContainer Container { get; } = new(
        "stock", "sku", new DocumentIndex(ReservationKind, "expiresAt"), new DocumentIndex(MovementKind, "occurredAt"),
        new DocumentIndex(StockAccounts.DiscrepancyKind, "location"),
        new DocumentIndex(DeskHolds.Kind, "expiresAt"));

    public async Task<IReadOnlyList<StockLevel>> LevelsAsync(Sku sku, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container.Name) { PartitionKey = sku.Value, IdPrefix = "level|" }, cancellation);
        return [.. page.Items.Select(document => document.As<StockLevel>())];
    }

    public async Task<StockLevel?> FindLevelAsync(Sku sku, LocationId location, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container.Name, sku.Value, LevelId(location), cancellation))?.As<StockLevel>();

    public async Task<VersionedReservation?> FindReservationAsync(
        Sku sku, OrderId order, CancellationToken cancellation)
    {
        var found = await documents.ReadAsync(Container.Name, sku.Value, ReservationId(order), cancellation);
        return found is null ? null : new VersionedReservation(found.As<Reservation>(), found.ETag);
    }

    public async Task<BookingOutcome> ReserveAsync(
        Reservation reservation, IReadOnlyList<Movement> movements, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        var operations = new List<DocumentOperation>
        {
            DocumentOperation.New(ReservationId(reservation.Order), ReservationKind, reservation),
        };
        operations.AddRange(Booking(movements, "keptFromWeb"));
        var outcome = await documents.CommitAsync(Container.Name, reservation.Sku.Value, operations, cancellation);
        return outcome switch
        {
            { IsCommitted: true } => BookingOutcome.Booked,
            { Index: 0 } => BookingOutcome.AlreadyReserved,
            _ => BookingOutcome.Changed,
        };
    }

    public async Task<BookingOutcome> AdvanceAsync(
        VersionedReservation before, ReservationStep step, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(step);
        var operations = new List<DocumentOperation>
        {
            new DocumentOperation.Replace(
                ReservationId(step.Reservation.Order), ReservationKind,
                Platform.Json.ShopJson.Serialize(step.Reservation), before.Version),
        };
        operations.AddRange(Booking(step.Movements, null).Select(operation => Uncounted(operation, step.Seen)));
        operations.AddRange(step.Discrepancies.Select(StockAccounts.Write));
        var sku = step.Reservation.Sku;
        var outcome = await documents.CommitAsync(Container.Name, sku.Value, operations, cancellation);
        return outcome.IsCommitted ? BookingOutcome.Booked
            : outcome.Rejection == BatchRejection.ConditionFailed
                && !await IsCountedSinceAsync(sku, step.Seen, cancellation)
                ? throw new InvalidOperationException($"The books of {sku} hold less than its reservations.")
            : BookingOutcome.Changed;
    }

    public async Task<IReadOnlyList<VersionedReservation>> FindLapsedAsync(
        DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container.Name)
            {
                Kind = ReservationKind,
                Where = FieldFilter.Before("expiresAt", now),
                Limit = limit,
            },
            cancellation);
        return [.. page.Items.Select(document => new VersionedReservation(document.As<Reservation>(), document.ETag))];
    }

    /// <summary>The operations that book movements: one conditional patch a level,
    /// one journal entry a movement.</summary>
    /// <param name="movements">All of one SKU.</param>
    /// <param name="kept">The member that says how many free pieces must stay; null when none must.</param>
    public static IEnumerable<DocumentOperation> Booking(IReadOnlyList<Movement> movements, string? kept)
    {
        foreach (var location in movements.GroupBy(movement => movement.Location))
        {
            var changes = location
                .SelectMany(movement => new[]
                {
                    (State: movement.From, By: -movement.Quantity), (State: movement.To, By: movement.Quantity),
                })
                .Where(change => change.State != StockState.Outside)
                .GroupBy(change => change.State)
                .Select(group => (Field: FieldOf(group.Key), By: group.Sum(change => change.By)))
                .Where(change => change.By != 0)
                .ToList();
            var conditions = changes
                .Where(change => change.By < 0)
                .Select(change => new AtLeast(
                    change.Field, -change.By, change.Field == "free" ? kept : null));
            yield return new DocumentOperation.Patch(
                LevelId(location.Key),
                [.. changes.Select(change => new Increment(change.Field, change.By))],
                [.. conditions]);
        }

        foreach (var movement in movements)
        {
            yield return DocumentOperation.New(movement.Id, MovementKind, movement);
        }
    }

    // A step that was settled with a count is booked only while that is the last one.
    private static DocumentOperation Uncounted(DocumentOperation operation, StockLevel? seen) =>
        seen is not null && operation is DocumentOperation.Patch patch && patch.Id == LevelId(seen.Location)
            ? patch with { Where = [.. patch.Where, new AtLeast("countMark", seen.CountMark)] }
            : operation;

    private async Task<bool> IsCountedSinceAsync(Sku sku, StockLevel? seen, CancellationToken cancellation) =>
        seen is not null
        && await FindLevelAsync(sku, seen.Location, cancellation) is { } level
        && level.CountMark < seen.CountMark;

    public static string LevelId(LocationId location) => $"level|{location}";

    public static string ReservationId(OrderId order) => $"{ReservationPrefix}{order}";

    private static string FieldOf(StockState state) =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
