using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Testing;

/// <summary>Three shelves and the way between them, played piece by piece: what really lies where, and the events that
/// scanners write down as it happens.</summary>
public sealed class PlayedFloor(Generator chance)
{
    public static readonly IReadOnlyList<LocationId> Locations = [TestShop.North, TestShop.South, TestShop.Berlin];
    private readonly Dictionary<LocationId, int> _shelf = Locations.ToDictionary(location => location, _ => 0);
    private readonly Dictionary<LocationId, int> _damaged = Locations.ToDictionary(location => location, _ => 0);
    private readonly List<(string Transfer, LocationId From, LocationId To, int Quantity)> _onTheWay = [];
    private readonly List<StockEvent> _events = [];
    private int _minute;

    public IReadOnlyList<StockEvent> Events => _events;

    public DateTimeOffset Now => TestShop.Opening.AddMinutes(_minute);

    public int Shelf(LocationId location) => _shelf[location];

    public int Damaged(LocationId location) => _damaged[location];

    public int OnTheWayFrom(LocationId location) =>
        _onTheWay.Where(parcel => parcel.From == location).Sum(parcel => parcel.Quantity);

    public void Step()
    {
        _minute += chance.Between(1, 30);
        var location = chance.OneOf(Locations);
        switch (chance.Between(0, 9))
        {
            case 0 or 1:
                Receive(location, chance.Between(1, 8));
                break;
            case 2 or 3 or 4 when _shelf[location] > 0:
                Take(location, StockEventKind.Sale, chance.Between(1, Math.Min(3, _shelf[location])));
                break;
            case 5 when _shelf[location] > 0:
                _damaged[location] += Take(location, StockEventKind.Damage, 1);
                break;
            case 6 when _shelf[location] > 0:
                Send(location);
                break;
            case 7 when _onTheWay.Count > 0:
                Arrive();
                break;
            case 8:
                Note(StockEventKind.Count, location, _shelf[location]);
                break;
            default:
                _shelf[location] += Note(StockEventKind.Return, location, 1).Quantity;
                break;
        }
    }

    /// <summary>What nobody did and a scanner reported all the same.</summary>
    public StockEvent Phantom()
    {
        _minute++;
        return Note(
            chance.OneOf([StockEventKind.Receive, StockEventKind.Sale, StockEventKind.Return]),
            chance.OneOf(Locations), chance.Between(1, 4));
    }

    private void Receive(LocationId location, int quantity) =>
        _shelf[location] += Note(StockEventKind.Receive, location, quantity).Quantity;

    private int Take(LocationId location, StockEventKind kind, int quantity)
    {
        _shelf[location] -= Note(kind, location, quantity).Quantity;
        return quantity;
    }

    private void Send(LocationId from)
    {
        var to = chance.OneOf([.. Locations.Where(location => location != from)]);
        var quantity = chance.Between(1, _shelf[from]);
        var transfer = $"trf{_minute}";
        _shelf[from] -= Note(StockEventKind.TransferOut, from, quantity, transfer).Quantity;
        _onTheWay.Add((transfer, from, to, quantity));
    }

    private void Arrive()
    {
        var parcel = chance.OneOf(_onTheWay);
        _onTheWay.Remove(parcel);
        _shelf[parcel.To] += Note(StockEventKind.TransferIn, parcel.To, parcel.Quantity, parcel.Transfer).Quantity;
    }

    private StockEvent Note(StockEventKind kind, LocationId location, int quantity, string? paper = null)
    {
        var happened = new StockEvent($"e{_events.Count}", kind, location, TestShop.Tee, quantity, Now, "dev")
        {
            Paper = paper,
        };
        _events.Add(happened);
        return happened;
    }
}
