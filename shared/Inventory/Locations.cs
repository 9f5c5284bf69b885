using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

public enum LocationKind
{
    Warehouse,
    Shop,
}

/// <summary>A warehouse or a shop.</summary>
/// <param name="Gln">GS1 Global Location Number, 13 digits.</param>
public sealed record Location(LocationId Id, string Name, LocationKind Kind, string City, string Country, string Gln);

/// <summary>All locations; a handful that rarely changes, held in memory.</summary>
public sealed class Locations
{
    private volatile IReadOnlyDictionary<LocationId, Location> _all = new Dictionary<LocationId, Location>();

    public IEnumerable<Location> All => _all.Values;

    public Location? Find(LocationId id) => _all.GetValueOrDefault(id);

    public bool IsWarehouse(LocationId id) => Find(id) is { Kind: LocationKind.Warehouse };

    public void Know(IEnumerable<Location> locations) =>
        _all = locations.ToDictionary(location => location.Id);
}
