namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>Request units that a physical partition may spend in each second. Source: Azure Cosmos DB, "Request rate
/// too large": a request is served while the second's budget is not yet used up, and may overdraw it.</summary>
internal sealed class RequestBudget
{
    private readonly Lock _lock = new();
    private long _second;
    private double _spent;

    /// <returns>Null when the request may run; else how long to wait.</returns>
    public TimeSpan? Refuses(double? limit, DateTimeOffset now)
    {
        if (limit is not { } most)
        {
            return null;
        }

        lock (_lock)
        {
            StartSecond(now, most);
            return _spent < most ? null : TimeSpan.FromMilliseconds(Math.Max(1, 1000 - now.Millisecond));
        }
    }

    public void Spend(double charge)
    {
        lock (_lock)
        {
            _spent += charge;
        }
    }

    // What was overdrawn is taken from the next seconds.
    private void StartSecond(DateTimeOffset now, double limit)
    {
        var second = now.ToUnixTimeSeconds();
        if (second != _second)
        {
            _spent = _second == 0 ? 0 : Math.Max(0, _spent - (limit * (second - _second)));
            _second = second;
        }
    }
}
