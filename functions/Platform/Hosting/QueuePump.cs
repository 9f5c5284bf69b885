using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Plays the Service Bus trigger in the embedded home: peek-lock, redelivery after a growing pause, parking
/// after the last delivery (which the invoker does).</summary>
public sealed partial class QueuePump(
    FunctionIndex index, FunctionInvoker invoker, SqliteQueues queues, SqliteFile file, ILogger<QueuePump> log)
    : BackgroundService
{
    // An order's steps wait for the disk, not for the processor: many at once share one flush.
    private const int Concurrency = 64;
    private const int WorthFetching = 8;
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(500);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        index.With<ServiceBusTriggerAttribute>()
            .Where(function => !function.Function.IsAzureOnly)
            .Select(function => Task.Run(
                () => PumpAsync(function.Function, index.Resolve(function.Trigger.QueueName), stoppingToken),
                stoppingToken)));

    /// <summary>How long an abandoned message rests: half a second, doubled at each delivery,
    /// a minute at most.</summary>
    public static TimeSpan PauseAfter(int deliveryCount) =>
        TimeSpan.FromMilliseconds(Math.Min(60_000, 500 * Math.Pow(2, Math.Max(0, deliveryCount - 1))));

    private async Task PumpAsync(FunctionDescriptor function, string queue, CancellationToken stopping)
    {
        var signal = file.Signals.For(SqliteQueues.Topic(queue), function.Name);
        using var places = new SemaphoreSlim(Concurrency, Concurrency);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (places.CurrentCount < WorthFetching)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), stopping);
                }
                else if (await queues.HasVisibleAsync(queue))
                {
                    await FetchAsync(function, queue, places, stopping);
                }
                else
                {
                    await signal.WaitAsync(IdlePoll, stopping);
                }
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                // The pump outlives every fault; locks run out and messages come again.
                LogPumpFault(fault, queue);
                await Task.Delay(IdlePoll, CancellationToken.None);
            }
        }

        for (var place = 0; place < Concurrency; place++)
        {
            await places.WaitAsync(CancellationToken.None);
        }
    }

    // A slow message keeps its own place and nobody else's.
    private async Task FetchAsync(
        FunctionDescriptor function, string queue, SemaphoreSlim places, CancellationToken stopping)
    {
        foreach (var message in await queues.ReceiveAsync(queue, places.CurrentCount, stopping))
        {
            await places.WaitAsync(CancellationToken.None);
            _ = HandleInPlaceAsync(function, message, places, stopping);
        }
    }

    private async Task HandleInPlaceAsync(
        FunctionDescriptor function, LockedMessage message, SemaphoreSlim places, CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            await HandleAsync(function, message, stopping);
        }
        catch (Exception fault)
        {
            // Neither completed nor given back: its lock runs out and it comes again.
            LogPumpFault(fault, function.Name);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task HandleAsync(FunctionDescriptor function, LockedMessage message, CancellationToken stopping)
    {
        var envelope = Envelope.OfMessage(
            function.Triggered.Name!, message.MessageId, message.DeliveryCount, message.EnqueuedAt, message.Body);
        try
        {
            await invoker.InvokeAsync(function.Name, envelope, stopping);
        }
        catch (Exception fault)
        {
            // Any fault of a handler means: give the message back.
            if (!stopping.IsCancellationRequested)
            {
                LogHandlerFault(fault, function.Name, message.MessageId, message.DeliveryCount);
            }

            await queues.AbandonAsync(message, PauseAfter(message.DeliveryCount), CancellationToken.None);
            return;
        }

        await queues.CompleteAsync(message, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Error, "Pump of queue {Queue} stumbled and goes on")]
    private partial void LogPumpFault(Exception fault, string queue);

    [LoggerMessage(LogLevel.Warning, "{Function} failed on message {MessageId}, delivery {Delivery}")]
    private partial void LogHandlerFault(Exception fault, string function, string messageId, int delivery);
}
