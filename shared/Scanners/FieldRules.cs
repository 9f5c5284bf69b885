using System.Buffers;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>What may be wrong with one field.</summary>
internal enum Fault
{
    None,
    Character,
    TooShort,
    TooLong,
    CheckDigit,
    Date,
    Piece,
}

/// <summary>What GS1 asks of each field by itself.</summary>
internal static class FieldRules
{
    private static readonly SearchValues<char> TextCharacters =
        SearchValues.Create(ApplicationIdentifiers.TextCharacters);

    /// <param name="mayBeShort">A GTIN may have 8, 12 or 13 digits here.</param>
    /// <param name="place">Index in the value: the wrong character or check digit, the end of what is too short, the
    /// first character too many, the beginning of a wrong date or piece.</param>
    public static Fault FaultOf(
        ApplicationIdentifier identifier, ReadOnlySpan<char> value, bool mayBeShort, DateOnly today, out int place)
    {
        place = WrongCharacter(identifier, value);
        if (place >= 0)
        {
            return Fault.Character;
        }

        place = Math.Min(value.Length, identifier.Longest);
        if (value.Length > identifier.Longest)
        {
            return Fault.TooLong;
        }

        if (value.Length < identifier.Shortest && !(mayBeShort && value.Length is 8 or 12 or 13))
        {
            return Fault.TooShort;
        }

        if (identifier.Checked > 0)
        {
            place = Math.Min(identifier.Checked, value.Length) - 1;
            if (Kernel.CheckDigit.Of(value[..place]) != value[place] - '0')
            {
                return Fault.CheckDigit;
            }
        }

        return MeaninglessPart(identifier, value, today, out place);
    }

    /// <summary>The date of a YYMMDD field; null when there is no such day.</summary>
    /// <param name="yymmdd">Six digits.</param>
    /// <param name="today">Decides the century.</param>
    /// <remarks>GS1 General Specifications, section 7.12: 51 or more years ahead is the last century, 50 or more years
    /// back the next one. DD = 00 is the last day of the month.</remarks>
    public static DateOnly? DateOf(ReadOnlySpan<char> yymmdd, DateOnly today)
    {
        var (shortYear, month, day) = (Two(yymmdd), Two(yymmdd[2..]), Two(yymmdd[4..]));
        var year = today.Year - (today.Year % 100) + shortYear + ((shortYear - (today.Year % 100)) switch
        {
            >= 51 => -100,
            <= -50 => 100,
            _ => 0,
        });

        if (year is < 1 or > 9999 || month is < 1 or > 12 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }

        return new DateOnly(year, month, day == 0 ? DateTime.DaysInMonth(year, month) : day);
    }

    private static int WrongCharacter(ApplicationIdentifier identifier, ReadOnlySpan<char> value)
    {
        if (identifier.Content != Content.Text)
        {
            return value.IndexOfAnyExceptInRange('0', '9');
        }

        if (identifier.BeginsWithZero && value is [not '0', ..])
        {
            return 0;
        }

        var wrong = value[..Math.Min(identifier.Leading, value.Length)].IndexOfAnyExceptInRange('0', '9');
        return wrong >= 0 ? wrong : value.IndexOfAnyExcept(TextCharacters);
    }

    private static Fault MeaninglessPart(
        ApplicationIdentifier identifier, ReadOnlySpan<char> value, DateOnly today, out int place)
    {
        place = identifier.EndsWithPiece ? identifier.Checked : 0;
        if (identifier.Content == Content.Date && DateOf(value, today) is null)
        {
            return Fault.Date;
        }

        // Piece 0 does not exist, and no piece comes after the last one.
        return identifier.EndsWithPiece && (Two(value[14..]) == 0 || Two(value[14..]) > Two(value[16..]))
            ? Fault.Piece
            : Fault.None;
    }

    private static int Two(ReadOnlySpan<char> digits) => ((digits[0] - '0') * 10) + digits[1] - '0';
}
