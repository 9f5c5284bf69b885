namespace TwistedThreads.Drills.Season;

/// <summary>A shelf of one article at one location.</summary>
internal sealed record Place(string Sku, string Location);

/// <summary>What a deed does to the pieces of one place.</summary>
internal sealed record Change(int Shelf, int Damaged, int OnTheWay)
{
    public static Change None { get; } = new(0, 0, 0);

    public static Change operator +(Change a, Change b) =>
        new(a.Shelf + b.Shelf, a.Damaged + b.Damaged, a.OnTheWay + b.OnTheWay);

}

/// <summary>What really lies where, piece by piece, whatever anybody reports of it.</summary>
internal sealed class World
{
    private readonly Dictionary<Place, Change> _pieces = [];

    private World(IReadOnlyList<Place> places) => Places = places;

    /// <summary>All shelves that were ever filled, in a fixed order.</summary>
    public IReadOnlyList<Place> Places { get; }

    /// <summary>Reads the opening stock from the samples that lie beside the program.</summary>
    public static World Opening()
    {
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Samples", "stock.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .ToList();
        var world = new World([.. rows.Select(row => new Place(row[0], row[1]))]);
        foreach (var row in rows)
        {
            world._pieces[new Place(row[0], row[1])] =
                new Change(int.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture), 0, 0);
        }

        return world;
    }

    public Change At(Place place) => _pieces.GetValueOrDefault(place, Change.None);

    public int Shelf(Place place) => At(place).Shelf;

    public IEnumerable<Place> Known => _pieces.Keys;

    public void Happen(Place place, Change change) => _pieces[place] = At(place) + change;
}
