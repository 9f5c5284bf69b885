using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Calls the service with a deadline, and again while there is time: where an answer was lost, or where the
/// client was replaced while the call waited.</summary>
/// <remarks>What is called must be safe to repeat: reads are, and batches by their marks.</remarks>
public sealed class CosmosCalls(CosmosConnection connection, TimeProvider clock)
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <exception cref="DocumentsException">No answer, or one that says nothing about the question.</exception>
    public Task<T> ReadAsync<T>(
        TimeSpan patience, Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        AnsweredAsync(patience, call, isWrite: false, cancellation);

    /// <exception cref="DocumentsException">No answer, or one that says nothing about the batch.</exception>
    public Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        AnsweredAsync(connection.Options.WriteDeadline, call, isWrite: true, cancellation);

    private async Task<T> AnsweredAsync<T>(
        TimeSpan patience, Func<CancellationToken, Task<T>> call, bool isWrite, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(patience);
        for (var attempt = 1; ; attempt++)
        {
            DocumentsException fault;
            try
            {
                var answer = await OnceAsync(call, deadline.Token);
                connection.Answered(isWrite);
                return answer;
            }
            catch (Exception thrown) when (CosmosFaults.Of(thrown, cancellation) is not null)
            {
                fault = CosmosFaults.Of(thrown, cancellation)!;
            }

            connection.Unanswered(fault, isWrite);
            var isLast = attempt == Attempts
                || fault is not (DocumentsTimeoutException or DocumentsUnavailableException);
            if (isLast || !await PauseAsync(attempt, deadline.Token))
            {
                cancellation.ThrowIfCancellationRequested();
                throw fault;
            }
        }
    }

    private async Task<bool> PauseAsync(int attempt, CancellationToken deadline)
    {
        await Task.Delay(FirstPause * attempt, clock, deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !deadline.IsCancellationRequested;
    }

    // Not all that the client waits for heeds a token: what it does not give up by itself is left behind.
    private async Task<T> OnceAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken deadline)
    {
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(deadline, connection.UntilReplaced());
        return await call(whole.Token).WaitAsync(whole.Token);
    }
}
