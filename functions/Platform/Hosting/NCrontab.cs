using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>A timer trigger's schedule: <c>{second} {minute} {hour} {day} {month} {day-of-week}</c>, in UTC.</summary>
/// <remarks>
/// <para>The format of the Azure Functions timer trigger ("NCRONTAB expressions" in
/// learn.microsoft.com/azure/azure-functions/functions-bindings-timer), which is that of github.com/atifaziz/NCrontab
/// with seconds. Fields take <c>*</c>, lists, ranges and steps; <c>a/b</c> is every b-th value from a to the end.
/// Sunday is 0 and there is no 7. A date must match day and day-of-week both; in Unix cron either will do.</para>
/// <para>What is read here means the same in Azure. What Azure takes and almost certainly is a slip is refused: five
/// fields, a step of 0 (Azure runs it as 1) or past the field's end (once), a range that runs backwards (Azure swaps
/// its ends, so that FRI-MON skips the weekend), and names cut to other than three letters.</para>
/// </remarks>
public sealed class NCrontab
{
    // The Gregorian calendar repeats, weekdays included, after 400 years: 146 097 days are 20 871 weeks.
    private const int MonthsInACycle = 400 * 12;

    private readonly string _text;
    private readonly ulong[] _fields;

    private NCrontab(string text, ulong[] fields) => (_text, _fields) = (text, fields);

    private ulong Seconds => _fields[0];
    private ulong Minutes => _fields[1];
    private ulong Hours => _fields[2];
    private ulong Days => _fields[3];
    private ulong Months => _fields[4];
    private ulong DaysOfWeek => _fields[5];

    public static bool TryParse(string? text, [NotNullWhen(true)] out NCrontab? schedule)
    {
        schedule = null;
        var parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != NCrontabField.All.Count)
        {
            return false;
        }

        var fields = new ulong[parts.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            if (!NCrontabField.All[index].TryParse(parts[index], out fields[index]))
            {
                return false;
            }
        }

        schedule = new NCrontab(string.Join(' ', parts), fields);
        return true;
    }

    /// <exception cref="FormatException">Not a schedule: a fault in the configuration.</exception>
    public static NCrontab Parse(string text) =>
        TryParse(text, out var schedule) ? schedule : throw new FormatException($"'{text}' is no NCRONTAB schedule.");

    /// <summary>The first whole second on the schedule that is later than <paramref name="after"/>, in UTC.</summary>
    /// <returns>Null when there is none, as for 31 February, or none before the year 10000.</returns>
    public DateTimeOffset? NextAfter(DateTimeOffset after)
    {
        var (date, time) = (DateOnly.FromDateTime(after.UtcDateTime), TimeOnly.FromDateTime(after.UtcDateTime));
        if (Includes(date) && TimeAfter(time) is { } later)
        {
            return new DateTimeOffset(date, later, TimeSpan.Zero);
        }

        return DateAfter(date) is { } next ? new DateTimeOffset(next, FirstTime(), TimeSpan.Zero) : null;
    }

    public override string ToString() => _text;

    private static bool Has(ulong values, int value) => (values >> value & 1) == 1;

    private static int First(ulong values) => BitOperations.TrailingZeroCount(values);

    private static int? AtOrAfter(ulong values, int from)
    {
        var rest = values >> from << from;
        return rest == 0 ? null : First(rest);
    }

    private bool Includes(DateOnly date) =>
        Has(Months, date.Month) && Has(Days, date.Day) && Has(DaysOfWeek, (int)date.DayOfWeek);

    private TimeOnly FirstTime() => new(First(Hours), First(Minutes), First(Seconds));

    private TimeOnly? TimeAfter(TimeOnly time)
    {
        if (Has(Hours, time.Hour))
        {
            if (Has(Minutes, time.Minute) && AtOrAfter(Seconds, time.Second + 1) is { } second)
            {
                return new TimeOnly(time.Hour, time.Minute, second);
            }

            if (AtOrAfter(Minutes, time.Minute + 1) is { } minute)
            {
                return new TimeOnly(time.Hour, minute, First(Seconds));
            }
        }

        return AtOrAfter(Hours, time.Hour + 1) is { } hour
            ? new TimeOnly(hour, First(Minutes), First(Seconds))
            : null;
    }

    private DateOnly? DateAfter(DateOnly date)
    {
        var (year, month, from) = (date.Year, date.Month, date.Day + 1);
        for (var months = 0; months <= MonthsInACycle && year <= DateOnly.MaxValue.Year; months++)
        {
            if (Has(Months, month) && DayIn(year, month, from) is { } day)
            {
                return new DateOnly(year, month, day);
            }

            (year, month, from) = month == 12 ? (year + 1, 1, 1) : (year, month + 1, 1);
        }

        return null;
    }

    private int? DayIn(int year, int month, int from)
    {
        var last = DateTime.DaysInMonth(year, month);
        for (var day = AtOrAfter(Days, from); day <= last; day = AtOrAfter(Days, day.Value + 1))
        {
            if (Has(DaysOfWeek, (int)new DateOnly(year, month, day.Value).DayOfWeek))
            {
                return day;
            }
        }

        return null;
    }
}
