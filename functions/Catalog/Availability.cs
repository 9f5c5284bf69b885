using System.Collections.Concurrent;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Catalog;

/// <summary>What may be promised of every SKU at every location, held in memory and kept up from the change feed. It
/// may be a moment old: checkout has the last word.</summary>
public sealed class Availability(Locations locations)
{
    /// <summary>More than this is not told: how deep the stock is concerns nobody.</summary>
    public const int Cap = 20;

    private readonly ConcurrentDictionary<Sku, ConcurrentDictionary<Place, int>> _pieces = new();

    public int Of(Sku sku) => ByLocation(sku).Sum(level => level.Value);

    /// <returns>Without locations that are not moved in: nothing of theirs is promised.</returns>
    public IReadOnlyDictionary<LocationId, int> ByLocation(Sku sku) => _pieces.TryGetValue(sku, out var places)
        ? places.Where(place => locations.IsMovedIn(place.Key.Location))
            .GroupBy(place => place.Key.Location)
            .ToDictionary(group => group.Key, group => group.Sum(place => place.Value))
        : new Dictionary<LocationId, int>();

    /// <returns>Whether what customers are told has changed.</returns>
    public bool Learn(Sku sku, StockLevel level)
    {
        ArgumentNullException.ThrowIfNull(level);
        return Learn(sku, new Place(level.Location, null), level.AvailableTo(Channel.Web));
    }

    /// <summary>Learns of a bucket of a drop, whose free permits are pieces at its location.</summary>
    /// <returns>Whether what customers are told has changed.</returns>
    public bool Learn(Bucket bucket)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        return Learn(bucket.Id.Sku, new Place(bucket.Id.Location, bucket.Id), bucket.Free);
    }

    private bool Learn(Sku sku, Place place, int pieces)
    {
        var before = Math.Min(Cap + 1, Of(sku));
        _pieces.GetOrAdd(sku, static _ => new())[place] = pieces;
        return before != Math.Min(Cap + 1, Of(sku));
    }

    private readonly record struct Place(LocationId Location, BucketId? Bucket);
}
