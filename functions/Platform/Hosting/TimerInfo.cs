namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>What a timer function is told of its schedule.</summary>
public sealed class TimerInfo
{
    /// <summary>Null when the schedule is not remembered.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run makes up for an occurrence that was missed.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>When a timer last ran and when it runs next, UTC.</summary>
public sealed class ScheduleStatus
{
    public DateTimeOffset Last { get; set; }

    public DateTimeOffset Next { get; set; }

    public DateTimeOffset LastUpdated { get; set; }
}

/// <summary>A document as a change-feed function receives it.</summary>
/// <param name="Id">Unique within the partition.</param>
/// <param name="Kind">What the body is.</param>
/// <param name="Body">The document itself.</param>
public sealed record ChangedDocument(string Id, string Kind, System.Text.Json.JsonElement Body);
