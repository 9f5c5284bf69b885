namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>Sends through the bus of another region while the own one is in trouble. What the own one holds by then is
/// sent again from the outbox by an operator; what comes after needs nobody.</summary>
public sealed partial class SecondBus(
    IMessageSender own, IMessageSender other, TimeProvider clock, ILogger<SecondBus> log) : IMessageSender
{
    /// <summary>How long the own bus is left alone after it failed.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private long _restUntil = long.MinValue;

    public async Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        if (clock.GetUtcNow().UtcTicks >= Interlocked.Read(ref _restUntil))
        {
            try
            {
                await own.SendAsync(queue, messages, cancellation);
                return;
            }
            catch (MessageBrokerException fault) when (fault.IsTransient && !cancellation.IsCancellationRequested)
            {
                // It may have some of them: consumers recognise what comes twice.
                Interlocked.Exchange(ref _restUntil, (clock.GetUtcNow() + Rest).UtcTicks);
                LogTrouble(fault, queue);
            }
        }

        await other.SendAsync(queue, messages, cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "The bus of this region is in trouble; {Queue} goes through the other region's")]
    private partial void LogTrouble(Exception fault, string queue);
}
