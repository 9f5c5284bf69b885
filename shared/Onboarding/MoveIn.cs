using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding.Mapping;

namespace TwistedThreads.Commerce.Onboarding;

/// <summary>A stock file that the shop sent.</summary>
/// <param name="Name">Follows from its bytes; names it in the file store.</param>
/// <param name="TakenAt">The time that its counts stand for, UTC.</param>
/// <param name="Tally">As mapped when it was last looked at.</param>
public sealed record StockFile(
    string Name, int Bytes, string Encoding, char Separator, DateTimeOffset TakenAt, DateTimeOffset ReceivedAt,
    MappingTally Tally);

/// <summary>The shop's own mapping as it was last sent.</summary>
public sealed record MappingFile(string Name, int Rows);

/// <summary>One day of the dual run.</summary>
/// <param name="Report">Names the difference report in the file store.</param>
public sealed record DualRunDay(DateOnly Date, StockFile File, string Report, DayTotals Totals);

/// <summary>What somebody did to a move-in.</summary>
/// <param name="Deed">create, file, mapping, dual-run, day, cut-over, cut-over-done, roll-back, roll-back-done.</param>
/// <param name="Reason">Null where none is asked for.</param>
public sealed record MoveInDeed(string Deed, string By, string? Reason, DateTimeOffset At);

/// <summary>A cut-over or a roll-back and how far it has come.</summary>
/// <param name="Round">From 1; a cut-over after a roll-back is another round and books events of its own.</param>
/// <param name="Work">Names the list of counts in the file store.</param>
/// <param name="CountedAt">The time that the counts stand for, UTC.</param>
/// <param name="Done">Articles that are finished.</param>
public sealed record MoveInBooking(
    int Round, bool IsRollBack, string Work, DateTimeOffset CountedAt, int Total, int Done, string By)
{
    /// <summary>Whether nothing is left to do.</summary>
    public bool IsFinished => Done >= Total;
}

/// <summary>One shop's way from its own stock book into the ledger.</summary>
/// <param name="IsAgain">Whether the shop had been moved in before.</param>
public sealed record MoveIn(MoveInId Id, MoveInStatus Status, bool IsAgain, DateTimeOffset CreatedAt)
{
    private const int MostDays = 366;
    private const int MostDeeds = 500;

    /// <summary>The file that the mapping was made with; null while drafted.</summary>
    public StockFile? File { get; init; }

    public MappingFile? Mapping { get; init; }

    /// <summary>First day of the dual run; null before it.</summary>
    public DateOnly? DualRunSince { get; init; }

    /// <summary>Days for which a file came, the oldest first.</summary>
    public IReadOnlyList<DualRunDay> Days { get; init; } = [];

    /// <summary>Days of the dual run for which no file came, as the nightly look found.</summary>
    public IReadOnlyList<DateOnly> MissingDays { get; init; } = [];

    /// <summary>Null before the first cut-over.</summary>
    public MoveInBooking? Booking { get; init; }

    /// <summary>Who did what and why, the oldest first. Of very many the oldest but the first are forgotten.</summary>
    public IReadOnlyList<MoveInDeed> Deeds { get; init; } = [];

    public LocationId Location => Id.Location;

    /// <summary>Whether no other move-in of the shop may begin.</summary>
    public bool IsUnderWay => Status is not (MoveInStatus.CutOver or MoveInStatus.RolledBack);

    /// <summary>Whether daily files are taken.</summary>
    public bool TakesDays => Status is MoveInStatus.DualRun or MoveInStatus.RolledBack;

    /// <summary>The latest file: the last day's, or the one of the mapping.</summary>
    public StockFile? Latest => Days.Count > 0 ? Days[^1].File : File;

    public MoveIn With(MoveInDeed deed) => this with
    {
        Deeds = Deeds.Count < MostDeeds ? [.. Deeds, deed] : [Deeds[0], .. Deeds.Skip(2), deed],
    };

    /// <summary>With the file of a day, in the place of an earlier one.</summary>
    public MoveIn WithDay(DualRunDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        var days = Days.Where(known => known.Date != day.Date).Append(day).OrderBy(known => known.Date);
        return this with
        {
            Days = [.. days.TakeLast(MostDays)],
            MissingDays = [.. MissingDays.Where(missing => missing != day.Date)],
        };
    }

    /// <summary>The days of the dual run before today without a file; the latest month of them.</summary>
    /// <param name="today">UTC.</param>
    public IReadOnlyList<DateOnly> DaysWithoutFile(DateOnly today)
    {
        const int Listed = 31;
        if (!TakesDays || DualRunSince is not { } since)
        {
            return [];
        }

        var sent = Days.Select(day => day.Date).ToHashSet();
        var first = since > today.AddDays(-Listed) ? since : today.AddDays(-Listed);
        return
        [
            .. Enumerable.Range(0, Math.Max(0, today.DayNumber - first.DayNumber))
                .Select(first.AddDays).Where(day => !sent.Contains(day)),
        ];
    }

    /// <summary>The event that books one count of a round. It follows from the move-in, so that repeating changes
    /// nothing. It belongs to no count paper: that would wait for a second count where the difference is
    /// large.</summary>
    public StockEvent CountOf(SkuCount count, int round, DateTimeOffset countedAt, string by)
    {
        ArgumentNullException.ThrowIfNull(count);
        return new StockEvent(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Id}.{round}.{count.Sku}"),
            StockEventKind.Count, Location, count.Sku, count.Pieces, countedAt, by)
        {
            Reason = "move-in",
        };
    }
}
