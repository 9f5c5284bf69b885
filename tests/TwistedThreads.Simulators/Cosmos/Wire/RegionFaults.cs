namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>What is wrong with a region for the time being.</summary>
internal sealed class RegionFaults
{
    private readonly Lock _lock = new();
    private Reply? _failure;
    private long _failures;
    private long _timeouts;
    private volatile AnswerLoss _loss;

    public bool IsHanging { get; set; }

    public bool AreWritesForbidden { get; set; }

    public TimeSpan Delay { get; set; }

    /// <summary>The next requests for items fail like this.</summary>
    public void Fail(Reply failure, long count)
    {
        lock (_lock)
        {
            (_failure, _failures) = (failure, count);
        }
    }

    /// <summary>The next writes are kept, and their answers lost.</summary>
    public void LoseAnswers(AnswerLoss loss, long count)
    {
        _loss = loss;
        Interlocked.Exchange(ref _timeouts, count);
    }

    public void Clear()
    {
        Fail(new Reply(0), 0);
        LoseAnswers(AnswerLoss.TimedOut, 0);
        (IsHanging, AreWritesForbidden, Delay) = (false, false, TimeSpan.Zero);
    }

    public Reply? TakeFailure()
    {
        lock (_lock)
        {
            return _failures > 0 && _failures-- > 0 ? _failure : null;
        }
    }

    /// <returns>How the answer to a write is lost; null where it is not.</returns>
    public AnswerLoss? TakeLostAnswer() =>
        Interlocked.Read(ref _timeouts) > 0 && Interlocked.Decrement(ref _timeouts) >= 0 ? _loss : null;
}

/// <summary>How the answer to a write that was kept does not reach the caller.</summary>
internal enum AnswerLoss
{
    TimedOut,
    Cut,
    Silent,
}
