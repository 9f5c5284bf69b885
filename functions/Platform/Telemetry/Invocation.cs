using System.Diagnostics;
using TwistedThreads.Commerce.Finance;

namespace TwistedThreads.Functions.Platform.Telemetry;

/// <summary>One running invocation and what it has used so far. Its parts may run in parallel.</summary>
public sealed class Invocation(UsageMeter owner, string function, FunctionMeter meter) : IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _reads;
    private long _writes;
    private long _centiUnits;
    private long _messages;

    public string Function { get; } = function;

    public FunctionMeter Meter { get; } = meter;

    /// <summary>The order that this invocation works for; null when it works for none in particular.</summary>
    public string? Subject { get; set; }

    public void Read(int documents, double requestUnits)
    {
        Interlocked.Add(ref _reads, documents);
        Interlocked.Add(ref _centiUnits, (long)Math.Round(requestUnits * 100));
    }

    public void Wrote(int documents, double requestUnits)
    {
        Interlocked.Add(ref _writes, documents);
        Interlocked.Add(ref _centiUnits, (long)Math.Round(requestUnits * 100));
    }

    public void Sent(int messages) => Interlocked.Add(ref _messages, messages);

    public UsageCounts Counts() => new(
        1,
        Stopwatch.GetElapsedTime(_started).TotalMilliseconds,
        Interlocked.Read(ref _reads),
        Interlocked.Read(ref _writes),
        Interlocked.Read(ref _centiUnits) / 100.0,
        Interlocked.Read(ref _messages));

    public void Dispose() => owner.End(this);
}
