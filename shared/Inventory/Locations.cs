using System.Collections.Immutable;
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
    private readonly Lock _gate = new();
    private volatile IReadOnlyDictionary<LocationId, Location> _all = new Dictionary<LocationId, Location>();
    private volatile ImmutableHashSet<LocationId> _notMovedIn = [];

    public IEnumerable<Location> All => _all.Values;

    public Location? Find(LocationId id) => _all.GetValueOrDefault(id);

    public bool IsWarehouse(LocationId id) => Find(id) is { Kind: LocationKind.Warehouse };

    /// <summary>Whether the ledger is the location's book. As long as it is not, nothing there is promised to the
    /// web.</summary>
    public bool IsMovedIn(LocationId id) => !_notMovedIn.Contains(id);

    /// <returns>Whether that is news.</returns>
    public bool Know(LocationId id, bool isMovedIn)
    {
        lock (_gate)
        {
            var isNews = IsMovedIn(id) != isMovedIn;
            _notMovedIn = isMovedIn ? _notMovedIn.Remove(id) : _notMovedIn.Add(id);
            return isNews;
        }
    }

    public void Know(IEnumerable<Location> locations) =>
        _all = locations.ToDictionary(location => location.Id);
}
