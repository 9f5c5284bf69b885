using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Deletes documents whose time to live is over, as the service does by itself.
/// They are invisible before that.</summary>
public sealed class ExpirySweep(SqliteDocuments documents) : BackgroundService
{
    private const int PerSweep = 500;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Period);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            await documents.DeleteExpiredAsync(PerSweep, stoppingToken);
        }
    }
}
