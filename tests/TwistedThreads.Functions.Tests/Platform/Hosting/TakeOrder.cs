using System.Collections.Concurrent;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>A queue function whose binding is named as in the host's examples.
/// It fails without awaiting anything.</summary>
internal sealed class TakeOrder
{
    public ConcurrentQueue<Order> Taken { get; } = [];

    public Exception? Fault { get; set; }

    public Func<Task> Deed { get; set; } = static () => Task.CompletedTask;

    [Function(nameof(TakeOrder))]
    public Task RunAsync([ServiceBusTrigger("orders")] Order msg, CancellationToken cancellation)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        Taken.Enqueue(msg);
        return Deed();
    }

    internal sealed record Order(string OrderId, int Qty)
    {
        public int Qty { get; } = Qty > 0
            ? Qty
            : throw new ArgumentOutOfRangeException(nameof(Qty), "Nothing ordered.");
    }
}
