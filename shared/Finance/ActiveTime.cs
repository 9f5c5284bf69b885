namespace TwistedThreads.Commerce.Finance;

/// <summary>How long one scale group was active, as Flex Consumption bills it: an instance is charged while at least
/// one invocation runs, 1,000 ms at least for each active period, then in steps of 100 ms.
/// Calls that overlap share the bill.</summary>
/// <remarks>Source: Microsoft Learn, "Azure Functions Flex Consumption plan hosting: billing", 2025-10. One process
/// stands for one instance. All times are milliseconds of one monotonic clock.</remarks>
public sealed class ActiveTime
{
    private const long Minimum = 1000;
    private const long Step = 100;
    private readonly Lock _gate = new();
    private int _running;
    private bool _isOpen;
    private long _start;
    private long _lastEnd;
    private long _billedOfPeriod;
    private long _undrained;

    public void Begin(long now)
    {
        lock (_gate)
        {
            if (_running++ == 0 && (!_isOpen || now > BilledEnd(_lastEnd)))
            {
                Bill(_lastEnd);
                (_isOpen, _start, _billedOfPeriod) = (true, now, 0);
            }
        }
    }

    public void End(long now)
    {
        lock (_gate)
        {
            _running--;
            _lastEnd = now;
        }
    }

    /// <summary>Billed milliseconds since the last call.</summary>
    public long Drain(long now)
    {
        lock (_gate)
        {
            Bill(_running > 0 ? now : _lastEnd);
            var drained = _undrained;
            _undrained = 0;
            return drained;
        }
    }

    private void Bill(long end)
    {
        if (_isOpen)
        {
            var whole = BilledEnd(end) - _start;
            _undrained += Math.Max(0, whole - _billedOfPeriod);
            _billedOfPeriod = Math.Max(whole, _billedOfPeriod);
        }
    }

    private long BilledEnd(long end) => _start + Math.Max(Minimum, (end - _start + Step - 1) / Step * Step);
}
