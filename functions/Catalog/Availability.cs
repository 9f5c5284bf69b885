using System.Collections.Concurrent;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Catalog;

/// <summary>What may be promised of every SKU at every location, held in memory and kept up from the change feed. It
/// may be a moment old: checkout has the last word.</summary>
public sealed class Availability(Locations locations)
{
    /// <summary>More than this is not told: how deep the stock is concerns nobody.</summary>
    public const int Cap = 20;

    private readonly ConcurrentDictionary<Sku, ConcurrentDictionary<LocationId, int>> _pieces = new();

    public int Of(Sku sku) => ByLocation(sku).Sum(level => level.Value);

    /// <returns>Without locations that are not moved in: nothing of theirs is promised.</returns>
    public IEnumerable<KeyValuePair<LocationId, int>> ByLocation(Sku sku) =>
        _pieces.TryGetValue(sku, out var levels) ? levels.Where(level => locations.IsMovedIn(level.Key)) : [];

    /// <returns>Whether what customers are told has changed.</returns>
    public bool Learn(Sku sku, StockLevel level)
    {
        ArgumentNullException.ThrowIfNull(level);
        var before = Math.Min(Cap + 1, Of(sku));
        _pieces.GetOrAdd(sku, static _ => new())[level.Location] = level.AvailableTo(Channel.Web);
        return before != Math.Min(Cap + 1, Of(sku));
    }
}
