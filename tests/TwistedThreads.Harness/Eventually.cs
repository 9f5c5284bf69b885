using System.Diagnostics;

namespace TwistedThreads.Harness;

/// <summary>Waits for a fact instead of for a time: asks again until it holds, and says what it saw when it never
/// did.</summary>
public static class Eventually
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <param name="ask">Reads the present state; asked at once and then with growing pauses of at most 250 ms.</param>
    /// <param name="holds">Whether the state is the awaited one.</param>
    /// <param name="fact">The awaited fact as a sentence, for the failure message.</param>
    /// <param name="seconds">How long the fact may take to come true.</param>
    public static async Task<T> HoldsAsync<T>(Func<Task<T>> ask, Func<T, bool> holds, string fact, int seconds = 30)
    {
        var seen = await LastSeenAsync(ask, holds, seconds);
        return holds(seen)
            ? seen
            : throw new TimeoutException($"After {seconds} s it is still not so that {fact}. Last seen: {seen}");
    }

    /// <summary>Waits in the same way, but leaves the judgement on what was seen at last to the caller.</summary>
    public static async Task<T> LastSeenAsync<T>(Func<Task<T>> ask, Func<T, bool> holds, int seconds = 30)
    {
        var watch = Stopwatch.StartNew();
        var pause = TimeSpan.FromMilliseconds(10);
        while (true)
        {
            var seen = await ask();
            if (holds(seen) || watch.Elapsed > TimeSpan.FromSeconds(seconds))
            {
                return seen;
            }

            await Task.Delay(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
