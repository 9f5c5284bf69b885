namespace TwistedThreads.Simulators.Host;

/// <summary>Plays the Service Bus trigger of one function: peek-lock, renewal of locks, settlement by
/// outcome.</summary>
internal sealed class MessageListener(
    HostedFunction function, HostJson host, Invocations invocations, IMessageFeed feed, TimeProvider clock)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(20);
    private readonly string _queue = function.Text("queueName");

    /// <summary>Runs until it is stopped; what is in hand by then is finished first.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken dead)
    {
        using var places = new SemaphoreSlim(host.MaxConcurrentCalls, host.MaxConcurrentCalls);
        while (!stopping.IsCancellationRequested)
        {
            await places.WaitAsync(CancellationToken.None);
            if (feed.TryReceive(_queue) is { } message)
            {
                _ = HandleInPlaceAsync(message, places, dead);
                continue;
            }

            places.Release();
            await Task.Delay(Idle, CancellationToken.None);
        }

        for (var place = 0; place < host.MaxConcurrentCalls; place++)
        {
            await places.WaitAsync(CancellationToken.None);
        }
    }

    private async Task HandleInPlaceAsync(FedMessage message, SemaphoreSlim places, CancellationToken dead)
    {
        try
        {
            await HandleAsync(message, dead);
        }
        catch (Exception lost) when (lost is OperationCanceledException or FunctionsHostException)
        {
            // The host is gone: nobody settles, and the lock runs out.
        }
        finally
        {
            places.Release();
        }
    }

    private async Task HandleAsync(FedMessage message, CancellationToken dead)
    {
        using var settled = CancellationTokenSource.CreateLinkedTokenSource(dead);
        var renewal = RenewAsync(message, settled.Token);
        InvocationOutcome outcome;
        try
        {
            outcome = await invocations.InvokeAsync(
                function, Envelopes.OfMessage(function, message, clock.GetUtcNow()), dead);
        }
        finally
        {
            await settled.CancelAsync();
            await renewal;
        }

        _ = outcome.IsSuccess ? feed.Complete(_queue, message.LockToken) : feed.Abandon(_queue, message.LockToken);
    }

    private async Task RenewAsync(FedMessage message, CancellationToken settled)
    {
        var left = message.LockedUntil - clock.GetUtcNow();
        var pause = left > TimeSpan.FromSeconds(2) ? left / 2 : TimeSpan.FromSeconds(1);
        try
        {
            for (var held = TimeSpan.Zero; held < host.LongestLockRenewal; held += pause)
            {
                await Task.Delay(pause, settled);
                feed.Renew(_queue, message.LockToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Settled.
        }
    }
}
