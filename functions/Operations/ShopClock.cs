using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Operations;

/// <summary>The shop's clock in the embedded home: the system's, plus what a developer has moved it ahead. The lead is
/// kept on disk, so that a restart does not turn time back.</summary>
public sealed class ShopClock : TimeProvider
{
    private long _leadTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _leadTicks));

    public void Load(SqliteFile file) => Interlocked.Exchange(
        ref _leadTicks, file.Read(session => session.Scalar("SELECT value FROM meta WHERE key = 'clock-lead'")) ?? 0);

    /// <summary>Moves the clock ahead; never back.</summary>
    public async Task<DateTimeOffset> AdvanceAsync(SqliteFile file, TimeSpan by, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var lead = Interlocked.Add(ref _leadTicks, by.Ticks);
        await file.WriteAsync(
            session => WriteVerdict.Keep(session.Execute(
                "INSERT INTO meta VALUES ('clock-lead', $0) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                lead)),
            cancellation);
        return GetUtcNow();
    }
}
