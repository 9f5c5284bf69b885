using System.Diagnostics;
using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Benchmarks.Units;

/// <summary>Reads what the account charges for one deed: for the request itself until its answer, and for what follows
/// it until the shop rests. What waiting costs is taken off by the time that both took.</summary>
internal sealed class Till(SimulatedCloud cloud)
{
    // Longer than a feed is polled apart.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>What a second of waiting costs.</summary>
    public Charges Idle { get; set; } = Charges.None;

    public Charges Now => Charges.Of(cloud.Cosmos);

    /// <param name="act">Sends one request.</param>
    /// <param name="container">Where the deed has its last effect; null when its answer is its end.</param>
    /// <param name="operation">What that effect is.</param>
    /// <param name="times">How many such operations there are after the answer.</param>
    public async Task<Deed<T>> MeasureAsync<T>(
        Func<Task<T>> act,
        string? container,
        string operation,
        int times,
        CancellationToken cancellation)
    {
        await RestsAsync(cancellation);
        var (before, start) = (Now, Stopwatch.GetTimestamp());
        var answer = await act();
        var (answered, atAnswer) = (Now, Stopwatch.GetElapsedTime(start));
        var seen = cloud.Cosmos.Log.Count(operation, container);
        while (container is not null && cloud.Cosmos.Log.Count(operation, container) < seen + times)
        {
            Check(start, $"{times} {operation} of {container}");
            await Task.Delay(Look, cancellation);
        }

        await RestsAsync(cancellation);
        var waited = (Stopwatch.GetElapsedTime(start) - atAnswer).TotalSeconds;

        // A poll that falls into the short time of the request belongs to the waiting.
        var ofRequest = (answered - before).Where(kind => !IsBackground(kind));
        var polls = (answered - before).Where(IsPoll);
        var waiting = Idle * (waited + atAnswer.TotalSeconds);
        var after = (Now - answered).Where(kind => !IsMeter(kind)) + polls - waiting;
        return new Deed<T>(answer, ofRequest, after);
    }

    /// <summary>Waits until nothing but polls and leases has been charged for a while.</summary>
    public async Task RestsAsync(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var (busy, since) = (Busy, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(since) < Rest)
        {
            Check(start, "rest");
            await Task.Delay(Look, cancellation);
            if (Busy != busy)
            {
                (busy, since) = (Busy, Stopwatch.GetTimestamp());
            }
        }
    }

    public static bool IsPoll(ChargeKind kind) =>
        kind is { Operation: "change-feed" or "metadata" } or { Container: "leases" };

    /// <summary>Metering of usage goes by time and not by deed.</summary>
    public static bool IsMeter(ChargeKind kind) => kind is { Container: "usage" };

    private static bool IsBackground(ChargeKind kind) => IsPoll(kind) || IsMeter(kind);

    private double Busy => Now.Where(kind => !IsBackground(kind)).Lines.Sum(line => line.Count);

    private static void Check(long start, string awaited)
    {
        if (Stopwatch.GetElapsedTime(start) > Patience)
        {
            throw new TimeoutException($"In {Patience.TotalSeconds:0} s there was not {awaited}.");
        }
    }
}

/// <summary>A request and what it cost.</summary>
/// <param name="Request">Until its answer.</param>
/// <param name="After">What followed it, less what waiting costs: a kind may be below nothing, and is so less and less
/// in a sum of many.</param>
internal sealed record Deed<T>(T Answer, Charges Request, Charges After);
