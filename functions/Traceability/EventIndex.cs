using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Small documents by which events are found: by the month of either time, and by every thing and class that
/// they are about. They can be written again from the events at any time.</summary>
public sealed class EventIndex(IDocuments documents)
{
    /// <summary>Things of one event that are entered at once; with more, the change feed enters all.</summary>
    public const int MostAtOnce = 50;
    private const string EntryKind = "epcis-entry";
    private const string MonthKind = "epcis-month";
    private const int Writers = 16;
    private static readonly string Container = "traceability";
    private readonly ConcurrentDictionary<string, bool> _months = new(StringComparer.Ordinal);

    /// <summary>Enters an event. Safe to repeat.</summary>
    /// <param name="mostThings">Things that are entered; an event about more is left to another time.</param>
    public async Task AddAsync(StoredEvent kept, int mostThings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var happened = kept.ToEvent();
        await AddAsync(EventOrder.EventTime, happened.EventTime, kept.Key, cancellation);
        await AddAsync(EventOrder.RecordTime, kept.RecordTime, kept.Key, cancellation);
        var things = happened.Names.SelectMany(EpcUri.Keys).Distinct(StringComparer.Ordinal).ToList();
        if (things.Count > mostThings)
        {
            return;
        }

        var id = EntryId(happened.EventTime, kept.Key);
        await Parallel.ForEachAsync(
            things,
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellation },
            async (thing, stop) => await CreateAsync(About(thing), id, EntryKind, new Entry(kept.Key), stop));
    }

    /// <summary>The months in which there are events, in the order asked for.</summary>
    public async Task<IReadOnlyList<string>> MonthsAsync(EventQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (from, until) = (Month(query.From), Month(query.Until));
        var months = new List<string>();
        var all = new DocumentQuery(Container) { PartitionKey = Months(query.Order), Kind = MonthKind, Limit = 1000 };
        await foreach (var month in documents.QueryAllAsync(all, cancellation))
        {
            if ((from is null || string.CompareOrdinal(month.Id, from) >= 0)
                && (until is null || string.CompareOrdinal(month.Id, until) <= 0))
            {
                months.Add(month.Id);
            }
        }

        return query.IsDescending ? [.. months.AsEnumerable().Reverse()] : months;
    }

    /// <summary>Entries of one list, in the order of their times.</summary>
    public async Task<EntryPage> ReadAsync(
        string list, bool isDescending, string? continuation, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container)
            {
                PartitionKey = list,
                Kind = EntryKind,
                Descending = isDescending,
                Continuation = continuation,
            },
            cancellation);
        return new EntryPage(
            [.. page.Items.Select(item => new EntryFound(item.Id, EventKey.Parse(item.As<Entry>().Event)))],
            page.Continuation);
    }

    /// <summary>The list of all events of a month.</summary>
    public static string OfMonth(EventOrder order, string month) =>
        order == EventOrder.EventTime ? $"by-event-time|{month}" : $"by-record-time|{month}";

    /// <summary>The list of all events about a thing or a class, by the times of the events.</summary>
    public static string About(string thing) =>
        $"about|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(thing)))}";

    /// <summary>Where a time stands among the entries of a list.</summary>
    public static string Place(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.fffffff", CultureInfo.InvariantCulture);

    // The month is entered first: an event is never in a month that nobody looks into.
    private async Task AddAsync(EventOrder order, DateTimeOffset time, string key, CancellationToken cancellation)
    {
        var month = Month(time)!;
        var known = $"{Months(order)}|{month}";
        if (!_months.ContainsKey(known))
        {
            await CreateAsync(Months(order), month, MonthKind, new MonthMark(month), cancellation);
            _months[known] = true;
        }

        await CreateAsync(OfMonth(order, month), EntryId(time, key), EntryKind, new Entry(key), cancellation);
    }

    private Task<BatchOutcome> CreateAsync<T>(
        string list, string id, string kind, T body, CancellationToken cancellation) =>
        documents.CommitAsync(Container, list, [DocumentOperation.New(id, kind, body)], cancellation);

    private static string EntryId(DateTimeOffset time, string key) => $"{Place(time)}|{key}";

    private static string Months(EventOrder order) =>
        order == EventOrder.EventTime ? "months-of-events" : "months-of-records";

    private static string? Month(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private sealed record Entry(string Event);

    private sealed record MonthMark(string Month);
}

/// <summary>An entry of a list.</summary>
/// <param name="Id">Its place: entries sort by it.</param>
public sealed record EntryFound(string Id, EventKey Event);

public sealed record EntryPage(IReadOnlyList<EntryFound> Entries, string? Continuation);
