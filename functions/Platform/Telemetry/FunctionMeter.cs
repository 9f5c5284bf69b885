using TwistedThreads.Commerce.Finance;

namespace TwistedThreads.Functions.Platform.Telemetry;

/// <summary>The running counts of one function; added to by many threads without a lock.</summary>
public sealed class FunctionMeter(string group, ActiveTime active)
{
    private long _executions;
    private long _durationMicroseconds;
    private long _reads;
    private long _writes;
    private long _centiUnits;
    private long _messages;

    public string Group { get; } = group;

    public ActiveTime Active { get; } = active;

    public void Add(UsageCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Interlocked.Increment(ref _executions);
        Interlocked.Add(ref _durationMicroseconds, (long)(counts.DurationMs * 1000));
        if (counts.DocumentReads + counts.DocumentWrites + counts.Messages > 0 || counts.RequestUnits > 0)
        {
            Interlocked.Add(ref _reads, counts.DocumentReads);
            Interlocked.Add(ref _writes, counts.DocumentWrites);
            Interlocked.Add(ref _centiUnits, (long)Math.Round(counts.RequestUnits * 100));
            Interlocked.Add(ref _messages, counts.Messages);
        }
    }

    /// <summary>Takes the counts out. Counts of a call that ends in between may be split over two readings,
    /// none is lost.</summary>
    public UsageCounts Drain() => new(
        Interlocked.Exchange(ref _executions, 0),
        Interlocked.Exchange(ref _durationMicroseconds, 0) / 1000.0,
        Interlocked.Exchange(ref _reads, 0),
        Interlocked.Exchange(ref _writes, 0),
        Interlocked.Exchange(ref _centiUnits, 0) / 100.0,
        Interlocked.Exchange(ref _messages, 0));
}
