using TwistedThreads.Commerce.Orders;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Orders;

/// <summary>Takes order numbers in blocks, so that the shared counter is written once for a hundred orders.</summary>
public sealed class OrderNumbers(IDocuments documents) : IOrderNumbers, IDisposable
{
    private const string Container = "operations";
    private const string Kind = "counter";
    private const string Id = "order-number";
    private const int Block = 100;
    private const int Attempts = 50;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _next;
    private long _end;

    public async ValueTask<string> NextAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_next == _end)
            {
                _next = await TakeBlockAsync(cancellation);
                _end = _next + Block;
            }

            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"TT-{_next++:000000}");
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<long> TakeBlockAsync(CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var found = await documents.ReadAsync(Container, Kind, Id, cancellation);
            var first = found?.As<Counter>().Next ?? 1;
            var counter = new Counter(first + Block);
            DocumentOperation write = found is null
                ? DocumentOperation.New(Id, Kind, counter)
                : DocumentOperation.Over(found, counter);
            if ((await documents.CommitAsync(Container, Kind, [write], cancellation)).IsCommitted)
            {
                return first;
            }
        }

        throw new ConcurrentWriteException("The order number");
    }

    private sealed record Counter(long Next);
}
