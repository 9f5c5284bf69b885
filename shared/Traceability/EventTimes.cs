using System.Globalization;
using System.Text.RegularExpressions;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Times as events carry them: RFC 3339 with a zone, to any fraction of a second.</summary>
internal static partial class EventTimes
{
    private const int FirstYear = 1970;
    private const int LastYear = 2199;

    /// <summary>Whether a text is a time of the years 1970 to 2199; what is outside is a clock gone wrong.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is { Length: <= 64 } && Form().IsMatch(text)
            && DateTimeOffset.TryParse(
                Fraction().Replace(text, "$1"), CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
            && time.UtcDateTime.Year is >= FirstYear and <= LastYear;
    }

    /// <summary>Whether a text is an offset from UTC as EPCIS 2.0, section 7.4.1, writes it.</summary>
    public static bool IsOffset(string? text) => text is not null && OffsetForm().IsMatch(text);

    /// <summary>In UTC, to the millisecond; half a millisecond counts as one.</summary>
    public static string Canonical(DateTimeOffset time)
    {
        var ticks = time.UtcTicks + (TimeSpan.TicksPerMillisecond / 2);
        return new DateTime(ticks - (ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>An offset from UTC as an event writes it.</summary>
    public static string Offset(TimeSpan offset) => string.Create(
        CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");

    [GeneratedRegex(
        @"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    // Seven digits are a tick; more are nothing that could be kept.
    [GeneratedRegex(@"(\.\d{7})\d+")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^[+-]((0\d|1[0-3]):[0-5]\d|14:00)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex OffsetForm();
}
