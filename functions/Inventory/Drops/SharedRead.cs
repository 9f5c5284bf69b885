namespace TwistedThreads.Functions.Inventory.Drops;

/// <summary>Reads once for all who ask at the same time. Nobody is given a reading that began before they asked: who
/// comes while one is under way waits for the next, together with everybody else who came meanwhile.</summary>
public sealed class SharedRead<T>(Func<Task<T>> read)
{
    private readonly Lock _gate = new();
    private Task<T>? _running;
    private Task<T>? _next;

    /// <param name="cancellation">Stops waiting; the reading goes on for the others.</param>
    public Task<T> ReadAsync(CancellationToken cancellation)
    {
        Task<T> joined;
        lock (_gate)
        {
            if (_running is { IsCompleted: false } running)
            {
                joined = _next ??= AfterAsync(running);
            }
            else
            {
                joined = _running = _next ?? Task.Run(read, CancellationToken.None);
            }
        }

        return joined.WaitAsync(cancellation);
    }

    private async Task<T> AfterAsync(Task running)
    {
        // Not on the caller's thread, which is inside the gate. Whatever became of the other reading: this is another.
        await Task.Yield();
        await Task.WhenAny(running);
        lock (_gate)
        {
            (_running, _next) = (_next, null);
        }

        return await read();
    }
}
