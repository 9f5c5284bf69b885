using System.Globalization;
using System.Text.RegularExpressions;

namespace TwistedThreads.Commerce.Onboarding.Legacy;

/// <summary>Why a text is no number of pieces.</summary>
public enum QuantityFault
{
    None,

    /// <summary>Nothing is written.</summary>
    Missing,

    /// <summary>It is no number.</summary>
    Unreadable,

    /// <summary>It is no whole number.</summary>
    Fraction,

    /// <summary>Three or three thousand: the file does not say which mark is which.</summary>
    Ambiguous,

    /// <summary>More than any shop has; perhaps a barcode in the wrong column.</summary>
    Absurd,
}

/// <summary>How one file writes numbers: <c>3,0</c>, <c>1.234</c>, <c>1 234</c>, <c>12 Stk.</c>, <c>5-</c>. A file
/// writes alike throughout, so that clear numbers explain the unclear ones.</summary>
/// <param name="Decimal">The mark before fractions; null when no number shows it.</param>
/// <param name="Thousands">The mark between thousands; null when no number shows it.</param>
public sealed partial record QuantityFormat(char? Decimal, char? Thousands)
{
    public const int MaxPieces = 100_000;

    /// <summary>Learns from all numbers of a file. Numbers that contradict each other teach nothing.</summary>
    public static QuantityFormat Learn(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var decimals = new HashSet<char>();
        var thousands = new HashSet<char>();
        foreach (var text in texts)
        {
            var number = Plain(text).TrimStart('-');
            var marks = number.Where(static letter => letter is '.' or ',').ToList();
            if (marks.Distinct().Count() == 2)
            {
                decimals.Add(marks[^1]);
                thousands.Add(marks[0]);
            }
            else if (marks.Count > 1)
            {
                thousands.Add(marks[0]);
            }
            else if (marks.Count == 1 && !MayGroup(number, marks[0]))
            {
                decimals.Add(marks[0]);
            }
        }

        return decimals.Overlaps(thousands) || decimals.Count > 1 || thousands.Count > 1
            ? new QuantityFormat(null, null)
            : Completed(
                decimals.Count == 1 ? decimals.Single() : null, thousands.Count == 1 ? thousands.Single() : null);
    }

    /// <returns>Whole pieces, perhaps below zero; zero with a fault.</returns>
    public (int Pieces, QuantityFault Fault) Read(string text)
    {
        var number = Plain(text);
        var isNegative = number.StartsWith('-');
        number = number.TrimStart('-');
        if (number.Length == 0)
        {
            return (0, string.IsNullOrWhiteSpace(text) ? QuantityFault.Missing : QuantityFault.Unreadable);
        }

        var (whole, fault) = Whole(number);
        return fault != QuantityFault.None ? (0, fault)
            : !int.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var pieces)
                || pieces > MaxPieces ? (0, QuantityFault.Absurd)
            : (isNegative ? -pieces : pieces, QuantityFault.None);
    }

    private static QuantityFormat Completed(char? fraction, char? thousands) => new(
        fraction ?? Other(thousands), thousands ?? Other(fraction));

    private static char? Other(char? mark) => mark switch { '.' => ',', ',' => '.', _ => null };

    private (string Digits, QuantityFault Fault) Whole(string number)
    {
        var marks = number.Where(static letter => letter is '.' or ',').ToList();
        if (number.Any(static letter => !char.IsAsciiDigit(letter) && letter is not ('.' or ','))
            || !number.Any(char.IsAsciiDigit))
        {
            return ("", QuantityFault.Unreadable);
        }

        if (marks.Count == 0)
        {
            return (number, QuantityFault.None);
        }

        var last = marks[^1];
        var isGrouped = marks.Count(mark => mark == last) > 1 || (marks.Count == 1 && IsGroup(number, last));
        if (marks.Count == 1 && MayGroup(number, last) && Decimal is null
            && number.EndsWith("000", StringComparison.Ordinal))
        {
            return ("", QuantityFault.Ambiguous);
        }

        var (head, tail) = isGrouped ? (number, "") : Split(number, last);
        var groups = head.Split('.', ',');
        return head.Where(static letter => letter is '.' or ',').Distinct().Count() > 1 || !AreGroups(groups)
                ? ("", QuantityFault.Unreadable)
            : tail.Trim('0').Length > 0 ? ("", QuantityFault.Fraction)
            : (string.Concat(groups) is { Length: > 0 } digits ? digits : "0", QuantityFault.None);
    }

    private static (string Head, string Tail) Split(string number, char mark)
    {
        var at = number.LastIndexOf(mark);
        return (number[..at], number[(at + 1)..]);
    }

    private static bool AreGroups(string[] groups) =>
        groups.Length == 1 || (groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3));

    // Pieces are whole: what would be a fraction otherwise is a group of thousands, unless the file says differently.
    private bool IsGroup(string number, char mark) => MayGroup(number, mark) && Decimal != mark;

    private static bool MayGroup(string number, char mark)
    {
        var (head, tail) = Split(number, mark);
        return tail.Length == 3 && head.Length is >= 1 and <= 3 && head[0] != '0';
    }

    // Without blanks and apostrophes between thousands, units, and the many ways to write a minus.
    private static string Plain(string text)
    {
        var number = Unit().Replace(text.Trim(' ', '\u00A0', '\'', '"', '\t'), "").Replace('\u2212', '-').Trim();
        number = Gap().Replace(number, "");
        var isNegative = number.StartsWith('-') || number.EndsWith('-') || number is ['(', .., ')'];
        number = number.Trim('-', '+', '(', ')', ' ');
        return isNegative ? "-" + number : number;
    }

    [GeneratedRegex(@"\s*(stk|st|stück|stueck|pcs|pc|x)\.?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Unit();

    [GeneratedRegex(@"(?<=\d)[\s\u00A0\u202F'’](?=\d{3}(\D|$))", RegexOptions.ExplicitCapture)]
    private static partial Regex Gap();
}
