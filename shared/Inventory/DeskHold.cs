using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>Pieces that somebody in a shop keeps for a customer. No order: it is never shipped, it is sold over the
/// counter, given back or lapses.</summary>
/// <param name="Id"><c>hold_…</c></param>
/// <param name="ExpiresAt">UTC; null once it was given back.</param>
/// <param name="Note">For whom, as the shop wrote it.</param>
/// <param name="By">Who keeps them.</param>
public sealed record DeskHold(
    string Id, Sku Sku, DateTimeOffset? ExpiresAt, Hold Hold, string Note, string By)
{
    public const string Prefix = "hold_";

    public bool IsReleased => Hold.Released == Hold.Quantity;

    /// <summary>The movement that takes the pieces aside.</summary>
    public Movement Book(DateTimeOffset at) => new(
        Movement.IdOf(at, $"{Id}.{Hold.Location}.hold"), Hold.Location, StockState.Free, StockState.Reserved,
        Hold.Quantity, "desk-hold", Id, By, at);

    /// <summary>Gives the pieces back.</summary>
    /// <param name="reason">A fixed word for the journal.</param>
    /// <param name="by">Who, or what function.</param>
    /// <param name="at">UTC.</param>
    public (DeskHold After, Movement Movement) Release(string reason, string by, DateTimeOffset at) => (
        this with { ExpiresAt = null, Hold = Hold with { Released = Hold.Quantity } },
        new Movement(
            Movement.IdOf(at, $"{Id}.{Hold.Location}.{reason}"), Hold.Location, StockState.Reserved, StockState.Free,
            Hold.Quantity, reason, Id, by, at));

    /// <summary>Chooses where pieces are kept: a shop before a warehouse, then where most may be promised.</summary>
    /// <returns>Null when no location has that many for shops.</returns>
    public static LocationId? Choose(
        IEnumerable<StockLevel> levels, LocationId? location, int quantity, Func<LocationId, bool> isWarehouse) =>
        levels.Where(level => (location is null || level.Location == location)
            && level.AvailableTo(Channel.Shop) >= quantity)
        .OrderBy(level => isWarehouse(level.Location))
        .ThenByDescending(level => level.AvailableTo(Channel.Shop))
        .ThenBy(level => level.Location.Value, StringComparer.Ordinal)
        .Select(level => (LocationId?)level.Location)
        .FirstOrDefault();
}
