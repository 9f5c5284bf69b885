using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>An entry while it is written: levels follow the movements.</summary>
public sealed class StockDraft
{
    private readonly StockAccount _account;
    private readonly string _cause;
    private readonly string _by;
    private readonly DateTimeOffset _occurredAt;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<LocationId, Versioned<StockLevel>> _levels;
    private readonly HashSet<LocationId> _touched = [];
    private readonly List<Movement> _movements = [];
    private readonly Dictionary<(Type Kind, string Id), Versioned<StockPaper>> _papers = [];
    private readonly List<Discrepancy> _discrepancies = [];

    public StockDraft(StockAccount account, string cause, string by, DateTimeOffset occurredAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        (_account, _cause, _by, _occurredAt, _now) = (account, cause, by, occurredAt, now);
        _levels = account.Levels.ToDictionary(level => level.Value.Location);
    }

    public IEnumerable<LocationId> Touched => _touched;

    /// <summary>The level as it was read.</summary>
    public StockLevel Before(LocationId location) =>
        _account.Levels.FirstOrDefault(level => level.Value.Location == location)?.Value
        ?? StockLevel.Empty(location);

    /// <inheritdoc cref="StockAccount.Since"/>
    public IReadOnlyList<Movement> Since => _account.Since;

    public StockLevel Level(LocationId location) =>
        _levels.TryGetValue(location, out var level) ? level.Value : StockLevel.Empty(location);

    /// <summary>By how many pieces this entry fills the shelf of a location.</summary>
    public int ShelfChange(LocationId location) =>
        _movements.Where(movement => movement.Location == location).Sum(movement => movement.ShelfChange);

    /// <summary>Moves pieces that are known to be there; none is no movement.</summary>
    /// <param name="location">Where they are.</param>
    /// <param name="from">State that they leave.</param>
    /// <param name="to">State that they enter.</param>
    /// <param name="quantity">Whole pieces.</param>
    /// <param name="reason">A fixed word for the journal.</param>
    /// <param name="occurredAt">When it happened, where that is not the time of the event itself.</param>
    public void Move(
        LocationId location, StockState from, StockState to, int quantity, string reason,
        DateTimeOffset? occurredAt = null)
    {
        if (quantity > 0)
        {
            Set(Level(location).After(Write(location, from, to, quantity, reason, occurredAt)));
        }
    }

    /// <summary>Writes into the journal what the level shows already and nobody booked.</summary>
    public void Note(LocationId location, StockState from, StockState to, int quantity, string reason) =>
        Write(location, from, to, quantity, reason, null);

    /// <summary>Moves pieces that were physically there, whatever the books say. What the books lack is booked as found
    /// and flagged: at once for states beside the shelf, by <see cref="LateRules"/> for the shelf itself.</summary>
    public void Take(LocationId location, StockState from, StockState to, int quantity, string reason)
    {
        var missing = from is StockState.Outside or StockState.Free
            ? 0
            : Math.Max(0, quantity - Math.Max(0, Level(location).In(from)));
        if (missing > 0)
        {
            Move(location, StockState.Outside, from, missing, LateRules.Unbooked);
            Flag(
                DiscrepancyKind.Unbooked, location, missing,
                $"The books had {quantity - missing} where {quantity} were moved ({reason}).");
        }

        Move(location, from, to, quantity, reason);
    }

    public void Flag(DiscrepancyKind kind, LocationId location, int pieces, string explanation) =>
        _discrepancies.Add(new Discrepancy(
            $"{_cause}.{_discrepancies.Count + 1}", _account.Sku, location, kind, pieces, _cause, explanation,
            _occurredAt, _now));

    /// <summary>The level as it is to be, beyond what movements do: when it was counted, what it keeps.</summary>
    public void Set(StockLevel level)
    {
        ArgumentNullException.ThrowIfNull(level);
        _touched.Add(level.Location);
        _levels[level.Location] = new Versioned<StockLevel>(level, _levels.GetValueOrDefault(level.Location)?.Version);
    }

    public T? Paper<T>(string id)
        where T : StockPaper =>
        _papers.TryGetValue((typeof(T), id), out var drafted)
            ? (T)drafted.Value
            : _account.PapersOf<T>().FirstOrDefault(paper => paper.Id == id);

    public IEnumerable<T> Papers<T>()
        where T : StockPaper => _account.PapersOf<T>();

    public void Put(StockPaper paper)
    {
        ArgumentNullException.ThrowIfNull(paper);
        var version = _account.Papers
            .FirstOrDefault(known => known.Value.GetType() == paper.GetType() && known.Value.Id == paper.Id)?.Version;
        _papers[(paper.GetType(), paper.Id)] = new Versioned<StockPaper>(paper, version);
    }

    public StockEntry ToEntry(StockEvent? happened) => new(
        _account.Sku, _cause, happened, [.. _touched.Select(location => _levels[location])], _movements,
        [.. _papers.Values], _discrepancies, _now);

    private Movement Write(
        LocationId location, StockState from, StockState to, int quantity, string reason, DateTimeOffset? occurredAt)
    {
        var movement = new Movement(
            Movement.IdOf(_now, $"{_cause}.{_movements.Count + 1}"), location, from, to, quantity, reason,
            _cause, _by, _now)
        {
            OccurredAt = occurredAt ?? _occurredAt,
        };
        _movements.Add(movement);
        return movement;
    }
}
