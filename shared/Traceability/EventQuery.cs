using System.Globalization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>By which time events are listed.</summary>
public enum EventOrder
{
    EventTime,
    RecordTime,
}

/// <summary>What somebody wants to know of the events that are kept.</summary>
/// <remarks>EPCIS 2.0, section 8.2.7.1 (SimpleEventQuery), in the notation of its REST binding, section 12.7: values of
/// a list are set off by a vertical bar. Parameters that the shop does not know are refused, as the standard asks.
/// </remarks>
public sealed class EventQuery
{
    /// <summary>Events in an answer when nothing else is asked.</summary>
    public const int UsualPage = 30;
    public const int LargestPage = 100;
    private const int MostCounted = 1000;
    private readonly List<Func<EpcisEvent, DateTimeOffset, bool>> _criteria = [];

    private EventQuery()
    {
    }

    public int PerPage { get; private set; } = UsualPage;

    public EventOrder Order { get; private set; }

    public bool IsDescending { get; private set; } = true;

    /// <summary>The answer ends after so many events; null for no end.</summary>
    public int? EventCountLimit { get; private set; }

    /// <summary>More events than this are refused altogether; null for no bound.</summary>
    public int? MaxEventCount { get; private set; }

    /// <summary>From this time on, inclusive, in the time that orders the list.</summary>
    public DateTimeOffset? From { get; private set; }

    /// <summary>Up to this time, exclusive, in the time that orders the list.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>A thing or class that every event found is about, in canonical form; null when none is named
    /// alone.</summary>
    public string? About { get; private set; }

    /// <summary>The one event wanted; null when others may be found too.</summary>
    public string? EventId { get; private set; }

    public bool Matches(EpcisEvent found, DateTimeOffset recordTime) =>
        _criteria.TrueForAll(criterion => criterion(found, recordTime));

    /// <param name="parameters">Names with their values as they came; cursors apart.</param>
    /// <returns>The query, or all parameters that cannot be answered.</returns>
    public static Result<EventQuery> Read(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new EventQuery();
        var faults = new EventFaults();
        var given = parameters.ToList();
        query.Order = given.Exists(pair => pair is { Key: "orderBy", Value: "recordTime" })
            ? EventOrder.RecordTime
            : EventOrder.EventTime;
        foreach (var (name, value) in given)
        {
            var pointer = EventFaults.At(string.Empty, name);
            if (!query.TakeControl(name, value, pointer, faults) && !query.TakeTime(name, value, pointer, faults))
            {
                query.TakeCriterion(name, value, pointer, faults);
            }
        }

        if (query is { EventCountLimit: not null, MaxEventCount: not null })
        {
            faults.Add("/maxEventCount", "bad-parameter", "eventCountLimit and maxEventCount exclude each other.");
        }

        return faults.IsClean ? query : new Refusal(
            RefusalKind.Malformed, "epcis.bad-query", "The query has parameters that cannot be answered.")
        {
            Faults = faults.Found,
        };
    }

    private bool TakeControl(string name, string value, string pointer, EventFaults faults)
    {
        switch (name)
        {
            case "perPage":
                PerPage = Number(value, LargestPage, pointer, faults);
                return true;
            case "eventCountLimit":
                EventCountLimit = Number(value, int.MaxValue, pointer, faults);
                return true;
            case "maxEventCount":
                MaxEventCount = Number(value, MostCounted, pointer, faults);
                return true;
            case "orderBy":
                OneOf(value, pointer, faults, "eventTime", "recordTime");
                return true;
            case "orderDirection":
                IsDescending = value != "ASC";
                OneOf(value, pointer, faults, "ASC", "DESC");
                return true;
            default:
                return false;
        }
    }

    private bool TakeTime(string name, string value, string pointer, EventFaults faults)
    {
        if (name is not ("GE_eventTime" or "LT_eventTime" or "GE_recordTime" or "LT_recordTime"))
        {
            return false;
        }

        if (!EventTimes.TryParse(value, out var time))
        {
            faults.Add(pointer, "bad-parameter", "A time with its zone, as in 2026-11-20T10:00:00.000Z.");
            return true;
        }

        var isOfEvent = name.EndsWith("eventTime", StringComparison.Ordinal);
        var isFrom = name.StartsWith("GE", StringComparison.Ordinal);
        if (isOfEvent == (Order == EventOrder.EventTime))
        {
            From = isFrom ? time : From;
            Until = isFrom ? Until : time;
        }

        _criteria.Add((found, recordTime) =>
            (isOfEvent ? found.EventTime : recordTime) is var at && (isFrom ? at >= time : at < time));
        return true;
    }

    private void TakeCriterion(string name, string value, string pointer, EventFaults faults)
    {
        var values = value.Split('|', StringSplitOptions.RemoveEmptyEntries);
        if (EventCriteria.Of(name, values) is not { } criterion)
        {
            faults.Add(pointer, "unknown-parameter", "There is no such parameter, or none that this shop answers.");
        }
        else if (values.Length == 0 || EventCriteria.FaultOf(name, values) is not null)
        {
            faults.Add(pointer, "bad-parameter", EventCriteria.FaultOf(name, values) ?? "A value is missing.");
        }
        else
        {
            _criteria.Add((found, _) => criterion(found));
            Narrow(name, values);
        }
    }

    private void Narrow(string name, string[] values)
    {
        if (values.Length == 1 && name == "EQ_eventID")
        {
            EventId = values[0];
        }
        else if (values.Length == 1 && name.StartsWith("MATCH_", StringComparison.Ordinal))
        {
            About = EpcUri.Key(values[0]);
        }
    }

    private static int Number(string value, int most, string pointer, EventFaults faults)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= most)
        {
            return number;
        }

        faults.Add(pointer, "bad-parameter", $"A whole number from 1 to {most}.");
        return 1;
    }

    private static void OneOf(string value, string pointer, EventFaults faults, params string[] words)
    {
        if (!words.Contains(value))
        {
            faults.Add(pointer, "bad-parameter", string.Join(" or ", words) + ".");
        }
    }
}
