namespace TwistedThreads.Simulators.ServiceBus;

/// <summary>What is to go wrong with the next requests of senders.</summary>
public sealed class NamespaceTrouble
{
    private readonly Lock _gate = new();
    private readonly Queue<Refused> _refusals = new();
    private TaskCompletionSource? _hanging;
    private int _afterAccepting;
    private bool _cuts;

    public bool IsHanging => _hanging is not null;

    public void Refuse(Refused how, int times)
    {
        lock (_gate)
        {
            for (var time = 0; time < times; time++)
            {
                _refusals.Enqueue(how);
            }
        }
    }

    public void Hang() => Interlocked.CompareExchange(
        ref _hanging, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    public void AcceptThenFail(int times, bool cuts)
    {
        lock (_gate)
        {
            (_afterAccepting, _cuts) = (times, cuts);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _refusals.Clear();
            _afterAccepting = 0;
        }

        Interlocked.Exchange(ref _hanging, null)?.TrySetResult();
    }

    /// <summary>Waits while the namespace hangs.</summary>
    public Task WaitAsync(CancellationToken cancellation) =>
        _hanging?.Task.WaitAsync(cancellation) ?? Task.CompletedTask;

    /// <returns>How to refuse this request; null to serve it.</returns>
    public Refused? Next()
    {
        lock (_gate)
        {
            return _refusals.TryDequeue(out var how) ? how : null;
        }
    }

    /// <returns>Whether to fail although the messages were taken, and whether by cutting the connection.</returns>
    public (bool Fails, bool Cuts) AfterAccepting()
    {
        lock (_gate)
        {
            return _afterAccepting-- > 0 ? (true, _cuts) : (false, false);
        }
    }
}
