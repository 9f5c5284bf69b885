using TwistedThreads.Commerce.Traceability;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Finds events, a bounded number of looks at a time: a search that finds little gives up early and says where
/// it goes on.</summary>
public sealed class EventSearch(EventStore store, EventIndex index)
{
    private const int PagesAtOnce = 10;
    private const int RoundsOfCounting = 100;

    /// <param name="place">Where the last answer ended; null for the beginning.</param>
    public async Task<EventsFound> FindAsync(
        EventQuery query, SearchPlace? place, int wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.EventId is { } id)
        {
            return new EventsFound(await ByIdAsync(query, id, cancellation), null);
        }

        var lists = query is { About: { } thing, Order: EventOrder.EventTime }
            ? [EventIndex.About(thing)]
            : (await index.MonthsAsync(query, cancellation))
                .Select(month => EventIndex.OfMonth(query.Order, month)).ToList();
        var walk = new Walk(query, wanted);
        var first = place is null ? 0 : lists.IndexOf(place.List);
        var left = PagesAtOnce;
        for (var list = Math.Max(0, first); list < lists.Count; list++)
        {
            var start = place is not null && list == first ? place : new SearchPlace(lists[list], null, null);
            for (var next = start; next is not null;)
            {
                if (left-- == 0)
                {
                    return new EventsFound(walk.Found, next);
                }

                next = await LookAsync(walk, next, cancellation);
                if (walk.IsOver)
                {
                    return new EventsFound(walk.Found, walk.Rest);
                }
            }
        }

        return new EventsFound(walk.Found, null);
    }

    /// <summary>Whether more events match than are wanted; true also when that cannot be told with reasonable
    /// effort.</summary>
    public async Task<bool> AreMoreThanAsync(EventQuery query, int most, CancellationToken cancellation)
    {
        var (count, place) = (0, (SearchPlace?)null);
        for (var round = 0; round < RoundsOfCounting; round++)
        {
            var found = await FindAsync(query, place, most + 1 - count, cancellation);
            count += found.Events.Count;
            place = found.Next;
            if (place is null || count > most)
            {
                return count > most;
            }
        }

        return true;
    }

    // One page of entries: the events behind them are read together.
    private async Task<SearchPlace?> LookAsync(Walk walk, SearchPlace place, CancellationToken cancellation)
    {
        var page = await index.ReadAsync(place.List, walk.Query.IsDescending, place.Continuation, cancellation);
        var entries = page.Entries.Where(entry => walk.IsAfter(entry.Id, place.After)).ToList();
        var events = await Task.WhenAll(entries.Select(entry => store.FindAsync(entry.Event, cancellation)));
        for (var item = 0; item < entries.Count && !walk.IsOver; item++)
        {
            walk.Take(place, entries[item].Id, events[item]);
        }

        return page.Continuation is { } continuation ? new SearchPlace(place.List, continuation, null) : null;
    }

    private async Task<IReadOnlyList<StoredEvent>> ByIdAsync(
        EventQuery query, string id, CancellationToken cancellation)
    {
        var found = new List<StoredEvent>();
        foreach (var isDeclaration in (bool[])[false, true])
        {
            if (await store.FindAsync(EventKey.Of(id, isDeclaration), cancellation) is { } kept
                && query.Matches(kept.ToEvent(), kept.RecordTime))
            {
                found.Add(kept);
            }
        }

        return found;
    }

    // How far a search has come.
    private sealed class Walk(EventQuery query, int wanted)
    {
        private readonly List<StoredEvent> _found = [];
        private readonly string? _from = query.From is { } from ? EventIndex.Place(from) : null;
        private readonly string? _until = query.Until is { } until ? EventIndex.Place(until) : null;
        private SearchPlace? _last;

        public EventQuery Query => query;

        public IReadOnlyList<StoredEvent> Found => _found;

        public bool IsOver { get; private set; }

        /// <summary>Where the next answer begins; null when everything was seen.</summary>
        public SearchPlace? Rest { get; private set; }

        public bool IsAfter(string id, string? last) =>
            last is null || (query.IsDescending ? -1 : 1) * string.CompareOrdinal(id, last) > 0;

        public void Take(SearchPlace page, string id, StoredEvent? kept)
        {
            // Beyond the end of the time asked for there is nothing more, neither here nor in later lists.
            if (query.IsDescending ? _from is not null && string.CompareOrdinal(id, _from) < 0
                : _until is not null && string.CompareOrdinal(id, _until) >= 0)
            {
                IsOver = true;
            }
            else if (kept is not null && query.Matches(kept.ToEvent(), kept.RecordTime))
            {
                Add(page, id, kept);
            }
        }

        private void Add(SearchPlace page, string id, StoredEvent kept)
        {
            if (_found.Count == wanted)
            {
                (IsOver, Rest) = (true, _last);
                return;
            }

            _found.Add(kept);
            _last = page with { After = id };
        }
    }
}

/// <summary>Where a search goes on.</summary>
/// <param name="List">The list of entries it is in.</param>
/// <param name="Continuation">Of the page of that list; null for its first.</param>
/// <param name="After">The last entry seen of that page; null for none.</param>
public sealed record SearchPlace(string List, string? Continuation, string? After);

/// <param name="Next">Null when everything was seen.</param>
public sealed record EventsFound(IReadOnlyList<StoredEvent> Events, SearchPlace? Next);
