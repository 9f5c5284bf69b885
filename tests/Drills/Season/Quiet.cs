using TwistedThreads.Harness;

namespace TwistedThreads.Drills.Season;

/// <summary>Waits until everything that was taken in has had its effect.</summary>
internal static class Quiet
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>The journal does not grow any more between three looks.</summary>
    public static async Task WaitAsync(Staff staff)
    {
        var (before, same) = (-1L, 0);
        while (same < 3)
        {
            await Task.Delay(Look);
            var movements = await MovementsAsync(staff);
            same = movements == before ? same + 1 : 0;
            before = movements;
        }
    }

    private static async Task<long> MovementsAsync(Staff staff)
    {
        var answer = await Line.UntilAnsweredAsync(() => staff.GetAsync("/api/stock/proof"));
        return answer.Expect(200).Member("movements").GetValue<long>();
    }
}
