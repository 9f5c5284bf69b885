using System.Diagnostics;

namespace TwistedThreads.Benchmarks;

/// <summary>Orders that were placed faster than they are allocated, and the time the shop needs to catch up.</summary>
internal sealed class Backlog(LoadClient client)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <summary>Asks after the newest order until it is allocated, then after all, until none is left.</summary>
    /// <returns>How many were still not allocated after forty seconds.</returns>
    public async Task<int> WorkedOffAsync(IReadOnlyList<PlacedOrder> orders, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var waiting = orders.Select(order => order.Ask()).ToList();

        while (waiting.Count > 0 && Stopwatch.GetElapsedTime(start) < Longest)
        {
            waiting = StillWaiting([waiting[^1]]).Count > 0 ? waiting : StillWaiting(waiting);

            if (waiting.Count > 0)
            {
                await Task.Delay(Pause, cancellation);
            }
        }

        return waiting.Count;
    }

    private List<byte[]> StillWaiting(List<byte[]> asked)
    {
        var waiting = new List<byte[]>();

        client.Run(new(asked)
        {
            IsOnce = true,
            Duration = Longest,
            Seen = (request, _, body) =>
            {
                if (!PlacedOrder.IsAllocated(body))
                {
                    waiting.Add(asked[request]);
                }
            },
        });

        return waiting;
    }
}
