using System.Diagnostics;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>Waits for a fact that another thread brings about, and for no longer than that takes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Task IsAsync(Func<bool> fact, string what) => IsAsync(() => Task.FromResult(fact()), what);

    public static async Task IsAsync(Func<Task<bool>> fact, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await fact())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Waited in vain: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
