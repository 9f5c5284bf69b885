using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>What GS1 asks of each field and of fields that meet in one code.</summary>
internal static class ElementRules
{
    private static readonly SearchValues<char> TextCharacters =
        SearchValues.Create(ApplicationIdentifiers.TextCharacters);

    /// <returns>The fields by identifier, in ascending order of identifier.</returns>
    public static Result<ImmutableSortedDictionary<string, string>> Check(ImmutableArray<Element> elements)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (identifier, value) in elements)
        {
            if (FaultOf(identifier, value) is { } fault)
            {
                return fault;
            }

            if (fields.TryGetValue(identifier.Code, out var earlier) && earlier != value)
            {
                return new ScanRefusal.Contradiction(identifier.Code);
            }

            fields[identifier.Code] = value;
        }

        var clash = elements
            .Select(element => ClashOf(element.Identifier, fields.Keys))
            .FirstOrDefault(found => found is not null);

        return clash is null ? fields.ToImmutable() : clash;
    }

    /// <summary>The date of a YYMMDD field; null when there is no such day.</summary>
    /// <param name="today">Decides the century.</param>
    /// <remarks>GS1 General Specifications, section 7.12: 51 or more years ahead is the last century, 50 or more years
    /// back the next one. DD = 00 is the last day of the month.</remarks>
    public static DateOnly? DateOf(string yymmdd, DateOnly today)
    {
        var digits = int.Parse(yymmdd, CultureInfo.InvariantCulture);
        var (shortYear, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100);
        var century = today.Year - (today.Year % 100);
        var year = century + shortYear + ((shortYear - (today.Year % 100)) switch
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

    private static ScanRefusal? FaultOf(ApplicationIdentifier identifier, string value)
    {
        var digitsOnly = identifier.Field != Field.Text;
        if (digitsOnly
            ? value.AsSpan().ContainsAnyExceptInRange('0', '9')
            : value.AsSpan().ContainsAnyExcept(TextCharacters))
        {
            return new ScanRefusal.BadCharacter(identifier.Code);
        }

        return value.Length switch
        {
            _ when value.Length < identifier.Shortest => new ScanRefusal.TooShort(identifier.Code, identifier.Shortest),
            _ when value.Length > identifier.Longest => new ScanRefusal.TooLong(identifier.Longest),
            _ when identifier.Field == Field.Key && !CheckDigit.IsValid(value) =>
                new ScanRefusal.BadCheckDigit(identifier.Code),
            _ => null,
        };
    }

    private static ScanRefusal? ClashOf(ApplicationIdentifier identifier, IEnumerable<string> present)
    {
        var excluded = identifier.Excludes.FirstOrDefault(present.Contains);
        if (excluded is not null)
        {
            return new ScanRefusal.BadCompanion(identifier.Code, excluded);
        }

        return identifier.Needs.Length == 0 || identifier.Needs.Any(present.Contains)
            ? null
            : new ScanRefusal.MissingCompanion(identifier.Code, identifier.Needs[0]);
    }
}
