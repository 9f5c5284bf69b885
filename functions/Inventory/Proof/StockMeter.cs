using System.Diagnostics.Metrics;

namespace TwistedThreads.Functions.Inventory.Proof;

/// <summary>Publishes what the last proof of all books found, for whoever listens to meters.</summary>
public sealed class StockMeter : IDisposable
{
    public const string Name = "TwistedThreads.Stock";

    private readonly Meter _meter = new(Name);
    private readonly Gauge<long> _drift;
    private readonly Gauge<long> _skus;

    public StockMeter()
    {
        _drift = _meter.CreateGauge<long>(
            "stock.drift", "{piece}", "Pieces by which the stock books differ from their proof.");
        _skus = _meter.CreateGauge<long>("stock.proof.skus", "{sku}", "SKUs that the last proof has looked at.");
    }

    public void Report(int skus, long drift)
    {
        _skus.Record(skus);
        _drift.Record(drift);
    }

    public void Dispose() => _meter.Dispose();
}
