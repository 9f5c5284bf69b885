namespace TwistedThreads.Drills.Season;

/// <summary>Everything that was done, and what of it nobody will ever hear: from these two follows what the books must
/// say, independently of the program under test.</summary>
internal sealed class Chronicle(World opening)
{
    private readonly Dictionary<Place, int> _opening =
        opening.Places.ToDictionary(place => place, opening.Shelf);

    private readonly List<Deed> _deeds = [];
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);

    public int Lost => _lost.Count;

    public void Note(Deed deed) => _deeds.Add(deed);

    public void Lose(IEnumerable<Deed> deeds) => _lost.UnionWith(deeds.Select(deed => deed.EventId));

    /// <summary>What the books must have of every place: the reported deeds in the order in which they were done, where
    /// a shelf never holds less than nothing and a count says what lies there.</summary>
    public IReadOnlyDictionary<Place, Change> Books()
    {
        var books = _opening.ToDictionary(entry => entry.Key, entry => new Change(entry.Value, 0, 0));
        var reported = _deeds.Where(deed => !_lost.Contains(deed.EventId)).OrderBy(deed => deed.At).ToList();
        var arrived = reported.Where(deed => deed.Type == "transfer-in")
            .Select(deed => deed.Task)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var deed in reported)
        {
            var before = books.GetValueOrDefault(deed.Place, Change.None);
            var shelf = deed.Type == "count" ? deed.Quantity : Math.Max(0, before.Shelf + deed.Effect.Shelf);
            var onTheWay = deed.Type == "transfer-out" && !arrived.Contains(deed.Task) ? deed.Effect.OnTheWay : 0;
            books[deed.Place] = new Change(
                shelf, before.Damaged + deed.Effect.Damaged, before.OnTheWay + onTheWay);
        }

        return books;
    }
}
