using System.Diagnostics;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>Waits for a fact that something else brings about, and for no longer than that takes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task IsAsync(Func<bool> fact, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!fact())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Waited in vain: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
