using System.Globalization;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform;

/// <summary>A random schedule with the values it means, so that its next run can be found by counting.</summary>
/// <param name="Fields">The values of second, minute, hour, day, month and day of week.</param>
internal sealed record DrawnSchedule(string Text, IReadOnlyList<IReadOnlySet<int>> Fields)
{
    private static readonly (int Lowest, int Highest)[] Bounds = [(0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];

    private static readonly string[] Weekdays = ["Sun", "mon", "Tuesday", "WED", "Thu", "friday", "Sat"];

    public static DrawnSchedule Draw(Generator random)
    {
        var fields = Bounds.Select(bounds => Field(random, bounds.Lowest, bounds.Highest)).ToArray();
        var text = string.Join(' ', fields.Select(field => field.Text));
        return new DrawnSchedule(text, [.. fields.Select(field => field.Values)]);
    }

    /// <summary>The first matching second later than <paramref name="after"/>, looked for one by one.</summary>
    /// <param name="days">How far to count.</param>
    public DateTime? Count(DateTime after, int days)
    {
        for (var date = after.Date; date <= after.Date.AddDays(days); date = date.AddDays(1))
        {
            for (var time = date; HasDate(date) && time < date.AddDays(1); time = time.AddSeconds(1))
            {
                if (time > after && HasTime(time))
                {
                    return time;
                }
            }
        }

        return null;
    }

    private bool HasDate(DateTime date) =>
        Fields[3].Contains(date.Day) && Fields[4].Contains(date.Month) && Fields[5].Contains((int)date.DayOfWeek);

    private bool HasTime(DateTime time) =>
        Fields[0].Contains(time.Second) && Fields[1].Contains(time.Minute) && Fields[2].Contains(time.Hour);

    private static (string Text, IReadOnlySet<int> Values) Field(Generator random, int lowest, int highest)
    {
        if (random.Chance(0.4))
        {
            return ("*", Values(lowest, highest, 1));
        }

        var items = Generator.Many(random.Between(1, 3), () => Item(random, lowest, highest));
        return (string.Join(',', items.Select(item => item.Text)), items.SelectMany(item => item.Values).ToHashSet());
    }

    private static (string Text, HashSet<int> Values) Item(Generator random, int lowest, int highest)
    {
        var from = random.Between(lowest, highest);
        var to = random.Between(from, highest);
        var step = random.Between(1, highest);
        return random.Between(0, 4) switch
        {
            0 => ($"*/{step}", Values(lowest, highest, step)),
            1 => ($"{from}/{step}", Values(from, highest, step)),
            2 => ($"{from}-{to}", Values(from, to, 1)),
            3 => ($"{from}-{to}/{step}", Values(from, to, step)),
            _ => (highest == 6 ? Weekdays[from] : from.ToString("00", CultureInfo.InvariantCulture), [from]),
        };
    }

    private static HashSet<int> Values(int from, int to, int step) =>
        [.. Enumerable.Range(from, to - from + 1).Where(value => (value - from) % step == 0)];
}
