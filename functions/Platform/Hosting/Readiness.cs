namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Whether the process has finished opening the shop.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReady => _opened.Task.IsCompleted;

    public void Open() => _opened.TrySetResult();

    /// <exception cref="TimeoutException">It is still not open.</exception>
    public Task WaitAsync(TimeSpan limit, CancellationToken cancellation) =>
        _opened.Task.WaitAsync(limit, cancellation);
}
