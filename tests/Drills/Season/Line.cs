using TwistedThreads.Harness;

namespace TwistedThreads.Drills.Season;

/// <summary>The line to a shop that dies now and then: asks until there is an answer.</summary>
internal static class Line
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private const int Attempts = 300;

    /// <exception cref="TimeoutException">The shop did not come back within a minute.</exception>
    public static async Task<Answer> UntilAnsweredAsync(Func<Task<Answer>> ask)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                var answer = await ask();
                if (!answer.AsksToRepeat && answer.Status != 503)
                {
                    return answer;
                }

                await Task.Delay(answer.RetryAfter ?? Pause);
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
            {
                await Task.Delay(Pause);
            }
        }

        throw new TimeoutException("The shop does not answer any more.");
    }
}
