using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Deletes documents whose time to live is over, as the service does by itself.
/// They are invisible before that.</summary>
public sealed partial class ExpirySweep(
    SqliteDocuments documents, ILogger<ExpirySweep> log, TimeSpan? period = null) : BackgroundService
{
    private const int PerSweep = 500;
    private readonly TimeSpan _period = period ?? TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(_period);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await documents.DeleteExpiredAsync(PerSweep, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // A sweep that fails, on a full disk for one, must not close the shop.
                LogFault(fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A sweep of expired documents failed; the next one will follow")]
    private partial void LogFault(Exception fault);
}
