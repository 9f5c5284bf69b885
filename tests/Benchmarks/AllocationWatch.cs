using System.Collections.Concurrent;
using System.Diagnostics;

namespace TwistedThreads.Benchmarks;

/// <summary>Asks after some orders from a thread of its own until they are allocated, every ten milliseconds.</summary>
internal sealed class AllocationWatch : IDisposable
{
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<PlacedOrder> _placed = [];
    private readonly LoadClient _client;
    private readonly Thread _thread;
    private volatile bool _isClosing;

    public AllocationWatch(ServerProcess shop)
    {
        _client = new(shop.Address, connections: 1);
        _thread = new(Watch) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>From the acknowledgement of the order to the answer that showed it allocated.</summary>
    public Latencies Latencies { get; } = new();

    /// <summary>Orders that were not allocated when the watch was given up; read after <see cref="Close"/>.</summary>
    public int Waiting { get; private set; }

    public void Add(PlacedOrder order) => _placed.Enqueue(order);

    /// <summary>Waits for the orders still watched, at most twenty seconds.</summary>
    public void Close()
    {
        _isClosing = true;
        _thread.Join();
    }

    public void Dispose()
    {
        Close();
        _client.Dispose();
    }

    private void Watch()
    {
        var waiting = new List<(byte[] Ask, long At)>();
        long? closing = null;

        while (!_isClosing || waiting.Count > 0 || !_placed.IsEmpty)
        {
            while (_placed.TryDequeue(out var order))
            {
                waiting.Add((order.Ask(), order.At));
            }

            Ask(waiting);
            closing ??= _isClosing ? Stopwatch.GetTimestamp() : null;

            if (closing is { } since && Stopwatch.GetElapsedTime(since) > Longest)
            {
                break;
            }

            Thread.Sleep(Resolution);
        }

        Waiting = waiting.Count;
    }

    private void Ask(List<(byte[] Ask, long At)> waiting)
    {
        if (waiting.Count == 0)
        {
            return;
        }

        // The oldest are next; asking after all of a long queue would keep the shop from working it off.
        var asked = waiting.Take(20).ToList();
        var allocated = new HashSet<int>();

        _client.Run(new([.. asked.Select(order => order.Ask)])
        {
            IsOnce = true,
            Duration = Longest,
            Seen = (request, _, body) => See(request, body),
        });

        waiting.RemoveRange(0, asked.Count);
        waiting.InsertRange(0, asked.Where((_, index) => !allocated.Contains(index)));

        void See(int request, ReadOnlySpan<byte> body)
        {
            if (PlacedOrder.IsAllocated(body))
            {
                allocated.Add(request);
                Latencies.Add(Stopwatch.GetTimestamp() - asked[request].At);
            }
        }
    }
}
