using TwistedThreads.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Drills.Season;

/// <summary>What people do at the shelves in a day, besides orders: they sell, take back, receive, send, count and
/// break things. Nobody takes what does not lie there.</summary>
internal sealed class FloorDay(World world, Generator chance)
{
    private readonly List<(string Transfer, Place From, string To, int Quantity, int Day)> _onTheWay = [];
    private readonly IReadOnlyList<string> _locations =
        [.. world.Places.Select(place => place.Location).Distinct(StringComparer.Ordinal)];

    private int _events;

    /// <summary>Does one thing at a time of the day.</summary>
    /// <returns>Null when nobody found anything to do.</returns>
    public Deed? Do(int day, DateTimeOffset at) => chance.Between(0, 99) switch
    {
        < 62 => Sell(at),
        < 67 => Do("return", Anywhere(), 1, at, new Change(1, 0, 0)),
        < 75 => Receive(at),
        < 80 => Send(day, at),
        < 86 => Arrive(day, at),
        < 88 => Break(at),
        < 97 => Count(Anywhere(), at),
        _ => Print(at),
    };

    public Deed Count(Place place, DateTimeOffset at) => Do("count", place, world.Shelf(place), at, Change.None);

    public string NextId() => Unique.EventId($"season {chance.Seed} {_events++}");

    private Deed? Sell(DateTimeOffset at)
    {
        var place = Anywhere();
        return place.Location == "WH1" || world.Shelf(place) == 0
            ? null
            : Take("sale", place, chance.Between(1, Math.Min(2, world.Shelf(place))), at);
    }

    private Deed? Print(DateTimeOffset at)
    {
        var place = Anywhere();
        return world.Shelf(place) == 0 ? null : Take("print", place, 1, at);
    }

    private Deed Take(string type, Place place, int quantity, DateTimeOffset at) =>
        Do(type, place, quantity, at, new Change(-quantity, 0, 0));

    private Deed Receive(DateTimeOffset at)
    {
        var quantity = chance.Between(5, 40);
        return Do("receive", Anywhere(), quantity, at, new Change(quantity, 0, 0));
    }

    private Deed? Break(DateTimeOffset at)
    {
        var place = Anywhere();
        return world.Shelf(place) == 0 ? null : Do("damage", place, 1, at, new Change(-1, 1, 0));
    }

    private Deed? Send(int day, DateTimeOffset at)
    {
        var from = Anywhere();
        if (world.Shelf(from) < 2)
        {
            return null;
        }

        var to = chance.OneOf([.. _locations.Where(location => location != from.Location)]);
        var quantity = chance.Between(1, Math.Min(6, world.Shelf(from)));
        var transfer = $"trf-{chance.Seed}-{_events}";
        _onTheWay.Add((transfer, from, to, quantity, day));
        return Do("transfer-out", from, quantity, at, new Change(-quantity, 0, quantity), transfer);
    }

    private Deed? Arrive(int day, DateTimeOffset at)
    {
        var due = _onTheWay.Where(parcel => parcel.Day < day).ToList();
        if (due.Count == 0)
        {
            return null;
        }

        var parcel = chance.OneOf(due);
        _onTheWay.Remove(parcel);
        world.Happen(parcel.From, new Change(0, 0, -parcel.Quantity));
        return Do(
            "transfer-in", parcel.From with { Location = parcel.To }, parcel.Quantity, at,
            new Change(parcel.Quantity, 0, 0), parcel.Transfer);
    }

    private Place Anywhere() => chance.OneOf(world.Places);

    private Deed Do(string type, Place place, int quantity, DateTimeOffset at, Change effect, string? task = null)
    {
        world.Happen(place, effect);
        return new Deed(NextId(), type, place, quantity, at, effect, task);
    }
}
