using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Commerce.Onboarding.Mapping;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>A move-in as people see it.</summary>
/// <param name="IsMovedIn">Whether the web may promise the shop's stock.</param>
/// <param name="File">The latest file; null before the first.</param>
/// <param name="MissingDays">Days of the dual run before today without a file.</param>
/// <param name="Progress">Of the latest cut-over or roll-back; null before the first.</param>
/// <param name="Deeds">Who did what and why, the oldest first.</param>
public sealed record MoveInView(
    MoveInId Id, LocationId Location, MoveInStatus State, bool IsMovedIn, DateTimeOffset CreatedAt, FileView? File,
    int MappedBySelf, DateOnly? DualRunSince, IReadOnlyList<DayView> Days, IReadOnlyList<DateOnly> MissingDays,
    ProgressView? Progress, IReadOnlyList<MoveInDeed> Deeds)
{
    public static MoveInView Of(MoveIn moveIn, bool isMovedIn)
    {
        ArgumentNullException.ThrowIfNull(moveIn);
        return new(
            moveIn.Id, moveIn.Location, moveIn.Status, isMovedIn, moveIn.CreatedAt,
            moveIn.Latest is { } file ? FileView.Of(file) : null, moveIn.Mapping?.Rows ?? 0, moveIn.DualRunSince,
            [.. moveIn.Days.Select(DayView.Of)], moveIn.MissingDays,
            moveIn.Booking is { } booking ? ProgressView.Of(booking) : null, moveIn.Deeds);
    }
}

/// <summary>The mapping report of a file.</summary>
/// <param name="Rows">Rows below the header that are not blank; each is mapped, merged or rejected.</param>
/// <param name="Suggested">Those of the rejected rows for which articles are suggested.</param>
/// <param name="Articles">Articles that are counted.</param>
/// <param name="Codes">How often each code was given.</param>
public sealed record FileView(
    string Encoding, char Separator, int Bytes, DateTimeOffset TakenAt, DateTimeOffset ReceivedAt, int Rows,
    int Mapped, int Merged, int Rejected, int Suggested, int Articles, PiecesView Pieces,
    IReadOnlyDictionary<string, int> Codes)
{
    public static FileView Of(StockFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var tally = file.Tally;
        return new(
            file.Encoding, file.Separator, file.Bytes, file.TakenAt, file.ReceivedAt, tally.Rows, tally.Mapped,
            tally.Merged, tally.Rejected, tally.Suggested, tally.Articles,
            new PiecesView(tally.Read, tally.Counted, tally.Repeated, tally.Turned, tally.Unmapped), tally.ByCode);
    }
}

/// <summary>The sum check of pieces: read is the sum of the others.</summary>
/// <param name="Repeated">Of rows that stand in the file more than once.</param>
/// <param name="BelowZero">Counted as none.</param>
public sealed record PiecesView(long Read, long Counted, long Repeated, long BelowZero, long Rejected);

/// <summary>A day of the dual run in numbers.</summary>
public sealed record DayView(DateOnly Date, DateTimeOffset TakenAt, DayTotals Totals)
{
    public static DayView Of(DualRunDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return new(day.Date, day.File.TakenAt, day.Totals);
    }
}

/// <param name="Deed">cut-over or roll-back.</param>
/// <param name="Round">From 1.</param>
/// <param name="Done">Articles that are finished, of <paramref name="Total"/>.</param>
public sealed record ProgressView(string Deed, int Round, int Done, int Total)
{
    public static ProgressView Of(MoveInBooking booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return new(booking.IsRollBack ? "roll-back" : "cut-over", booking.Round, booking.Done, booking.Total);
    }
}

/// <param name="NextCursor">Null after the last row.</param>
public sealed record RowListView(IReadOnlyList<MappedRow> Items, string? NextCursor);

/// <summary>The difference report of a day, and how the days before compare.</summary>
public sealed record DayReportView(
    DateOnly Date, DateTimeOffset TakenAt, DayTotals Totals, IReadOnlyList<DayDifference> Differences,
    IReadOnlyList<DayView> Trend);
