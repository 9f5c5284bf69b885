namespace TwistedThreads.Commerce.Onboarding.Mapping;

/// <summary>How much two names resemble each other: 1 for the same, 0 for nothing in common.</summary>
public static class Likeness
{
    /// <summary>By what must be typed to make one of the other: letters put in, left out, changed, or two neighbours
    /// swapped.</summary>
    /// <remarks>Damerau (1964) with the restriction that no piece is edited twice, known as optimal string
    /// alignment.</remarks>
    public static double OfLetters(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var longer = Math.Max(one.Length, other.Length);
        return longer == 0 ? 1 : 1 - ((double)Distance(one, other) / longer);
    }

    /// <summary>By the words that they share, in any order (the Sørensen–Dice coefficient).</summary>
    public static double OfWords(IReadOnlySet<string> some, IReadOnlySet<string> others)
    {
        ArgumentNullException.ThrowIfNull(some);
        ArgumentNullException.ThrowIfNull(others);
        return some.Count + others.Count == 0
            ? 0
            : 2.0 * some.Count(others.Contains) / (some.Count + others.Count);
    }

    /// <summary>Letters to be typed, at least.</summary>
    public static int Distance(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (before, last, next) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var column = 0; column <= other.Length; column++)
        {
            last[column] = column;
        }

        for (var row = 1; row <= one.Length; row++)
        {
            next[0] = row;
            for (var column = 1; column <= other.Length; column++)
            {
                var change = last[column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1);
                next[column] = Math.Min(change, Math.Min(last[column], next[column - 1]) + 1);
                if (row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1])
                {
                    next[column] = Math.Min(next[column], before[column - 2] + 1);
                }
            }

            (before, last, next) = (last, next, before);
        }

        return last[other.Length];
    }
}
