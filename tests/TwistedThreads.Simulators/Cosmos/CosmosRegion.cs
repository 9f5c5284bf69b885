using TwistedThreads.Simulators.Cosmos.Wire;

namespace TwistedThreads.Simulators.Cosmos;

/// <summary>One region of a simulated account: an endpoint, and its faults on demand.</summary>
public sealed class CosmosRegion
{
    private readonly AccountState _state;
    private readonly Listener _listener;
    private readonly RegionFaults _faults;
    private readonly int _index;

    internal CosmosRegion(AccountState state, Listener listener, RegionFaults faults, int index) =>
        (_state, _listener, _faults, _index) = (state, listener, faults, index);

    public string Name => _state.Options.Regions[_index];

    /// <summary>Of this region alone; the same for as long as the account lives.</summary>
    public Uri Endpoint => _listener.Address;

    /// <summary>The region is lost: connections are cut and refused, and nothing is replicated from or to it.</summary>
    public async Task Refuse(CancellationToken cancellation = default)
    {
        Lose();
        await _listener.StopAsync(cancellation);
    }

    /// <summary>The region is lost and does not say so: it accepts requests and never answers.</summary>
    public void Hang()
    {
        Lose();
        _faults.IsHanging = true;
    }

    /// <summary>Every answer comes later by <paramref name="delay"/>.</summary>
    public void Slow(TimeSpan delay) => _faults.Delay = delay;

    /// <summary>Writes answer 403 with sub-status 3, as in a region that takes none.</summary>
    public void ForbidWrites() => _faults.AreWritesForbidden = true;

    /// <summary>The next <paramref name="count"/> requests for items answer 429 with sub-status 3200.</summary>
    public void Throttle(TimeSpan retryAfter, long count = long.MaxValue) =>
        _faults.Fail(new Reply(429) { SubStatus = 3200, RetryAfter = retryAfter }, count);

    /// <summary>The next <paramref name="count"/> requests for items fail like this.</summary>
    public void Fail(int status, int subStatus = 0, long count = long.MaxValue) =>
        _faults.Fail(new Reply(status) { SubStatus = subStatus }, count);

    /// <summary>The next <paramref name="count"/> successful writes are kept and answer 408.</summary>
    public void TimeoutAfterCommit(long count = 1) => _faults.LoseAnswers(AnswerLoss.TimedOut, count);

    /// <summary>The next <paramref name="count"/> successful writes are kept and their connections cut.</summary>
    public void CutAfterCommit(long count = 1) => _faults.LoseAnswers(AnswerLoss.Cut, count);

    /// <summary>The next <paramref name="count"/> successful writes are kept and never answered.</summary>
    public void HangAfterCommit(long count = 1) => _faults.LoseAnswers(AnswerLoss.Silent, count);

    /// <summary>All is well again. What was on its way to the region arrives.</summary>
    public async Task Restore(CancellationToken cancellation = default)
    {
        var wasHanging = _faults.IsHanging;
        _faults.Clear();
        if (wasHanging)
        {
            _listener.Cut();
        }

        _state.Geography.Cut(_index, false);
        _state.Offline.TryRemove(_index, out _);
        await _listener.StartAsync(cancellation);
    }

    private void Lose()
    {
        _state.SettleAll();
        _state.Geography.Cut(_index, true);
    }
}
