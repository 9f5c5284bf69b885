using System.Globalization;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>One of the six fields of an <see cref="NCrontab"/>: its bounds and the names of its values.</summary>
/// <param name="Lowest">Inclusive.</param>
/// <param name="Highest">Inclusive; at most 59, so that a set of values fits into 64 bits.</param>
/// <param name="Names">English, in order from <paramref name="Lowest"/>; their first three letters are enough.</param>
public sealed record NCrontabField(int Lowest, int Highest, string[] Names)
{
    private const int AbbreviationLength = 3;

    /// <summary>In the order in which they are written.</summary>
    public static IReadOnlyList<NCrontabField> All { get; } =
    [
        new(0, 59, []),
        new(0, 59, []),
        new(0, 23, []),
        new(1, 31, []),
        new(1, 12, CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12]),
        new(0, 6, CultureInfo.InvariantCulture.DateTimeFormat.DayNames),
    ];

    /// <summary>Reads a list of values, ranges and steps as a set: bit n stands for value n.</summary>
    public bool TryParse(string text, out ulong values)
    {
        values = 0;
        foreach (var item in text.Split(','))
        {
            if (!TryItem(item, out var some))
            {
                return false;
            }

            values |= some;
        }

        return true;
    }

    private bool TryItem(string item, out ulong values)
    {
        values = 0;
        var rangeAndStep = item.Split('/');
        var step = 1;
        var isStepped = rangeAndStep.Length == 2;
        if (rangeAndStep.Length > 2
            || (isStepped && !TryNumber(rangeAndStep[1], 1, Highest, out step))
            || !TryRange(rangeAndStep[0], isStepped, out var from, out var to))
        {
            return false;
        }

        for (var value = from; value <= to; value += step)
        {
            values |= 1UL << value;
        }

        return true;
    }

    private bool TryRange(string range, bool isOpen, out int from, out int to)
    {
        (from, to) = (Lowest, Highest);
        if (range == "*")
        {
            return true;
        }

        var ends = range.Split('-');
        if (ends.Length > 2 || !TryValue(ends[0], out from))
        {
            return false;
        }

        if (ends.Length == 2)
        {
            return TryValue(ends[1], out to) && from <= to;
        }

        to = isOpen ? Highest : from;
        return true;
    }

    private bool TryValue(string text, out int value)
    {
        var place = Array.FindIndex(Names, name =>
            name.Equals(text, StringComparison.OrdinalIgnoreCase)
            || name[..AbbreviationLength].Equals(text, StringComparison.OrdinalIgnoreCase));
        value = place + Lowest;

        return place >= 0 || TryNumber(text, Lowest, Highest, out value);
    }

    private static bool TryNumber(string text, int lowest, int highest, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number >= lowest
        && number <= highest;
}
