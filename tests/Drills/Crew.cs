using TwistedThreads.Harness;

namespace TwistedThreads.Drills;

/// <summary>People with scanners at every location; what was not acknowledged they send again.</summary>
public sealed class Crew(ScannerCrew scanners, Journal journal, IReadOnlyList<string> locations)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task WorkAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            foreach (var location in locations)
            {
                await WorkAtAsync(location);
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task WorkAtAsync(string location)
    {
        try
        {
            if (await scanners.WorkAsync(location) > 0)
            {
                journal.Scanned();
            }
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException or Xunit.Sdk.XunitException)
        {
            journal.Failed("scanner: not accepted");
        }
    }
}
