namespace TwistedThreads.Testing;

/// <summary>A clock that stands still until it is moved. Safe for many threads.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    /// <summary>Friday, 20 November 2026, a quarter past ten.</summary>
    public ManualClock()
        : this(new DateTimeOffset(2026, 11, 20, 10, 15, 0, TimeSpan.Zero))
    {
    }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public void Set(DateTimeOffset now) => Interlocked.Exchange(ref _ticks, now.UtcTicks);
}
