using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>The dual run: the shop sends its own book daily, and hears how it differs from the ledger.</summary>
public sealed class MoveInDayDesk(
    MoveInStore store, MovedInFlags flags, MoveInFiles files, FileMapping mapping, ShelfReading shelves,
    TimeProvider clock)
{
    private static readonly TimeSpan FurthestZone = TimeSpan.FromHours(14);

    /// <summary>Begins the dual run. Safe to repeat.</summary>
    [Function("StartDualRun")]
    [Authorize(Policy = Access.Planner)]
    [ProducesResponseType<MoveInView>(200)]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "move-ins/{id}/dual-run")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var started = await store.ChangeAsync(
            id,
            moveIn => Task.FromResult<Result<(MoveIn, MoveInStep?)>>(moveIn.Status switch
            {
                MoveInStatus.DualRun => (moveIn, null),
                MoveInStatus.Mapped => (Begun(moveIn, request.NameOfCaller(), now), null),
                var other => MoveInRefusal.WrongState(other, "mapped"),
            }),
            cancellation);
        return await AnswerAsync(started, cancellation);
    }

    /// <summary>Takes the shop's book of one day, in place of an earlier one, and compares it.</summary>
    [Function("SendDualRunDay")]
    [Authorize(Policy = Access.Planner)]
    [TakesCsv]
    [ProducesResponseType<DayReportView>(200)]
    public async Task<IResult> SendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "move-ins/{id}/days/{date}")] HttpRequest request,
        string id, string date, [FromQuery] string? at,
        CancellationToken cancellation)
    {
        var known = await store.FindAsync(id, cancellation);
        var moment = known.Then(moveIn => MomentOf(moveIn, date, at));
        var bytes = await moment.ThenAsync(_ => request.ReadCsvAsync(FileMapping.MaxFileBytes, cancellation));
        DayReport? report = null;
        var changed = await bytes.ThenAsync(body => store.ChangeAsync(
            id,
            async moveIn =>
            {
                var (day, takenAt) = moment.Value;
                var compared = await CompareAsync(moveIn, day, takenAt, body, cancellation);
                report = compared.IsRefused ? null : compared.Value.Report;
                return compared.Map<(MoveIn, MoveInStep?)>(found => (
                    moveIn.WithDay(found.Day).With(new MoveInDeed(
                        "day", request.NameOfCaller(), null, clock.GetUtcNow())),
                    null));
            },
            cancellation));
        return changed.IsRefused ? changed.Refusal!.ToProblem() : Answers.Ok(ViewOf(changed.Value, report!));
    }

    /// <summary>How the two books differed on one day, with the likely causes, and the days before it.</summary>
    [Function("ShowDualRunDay")]
    [Authorize(Policy = Access.Planner)]
    [ProducesResponseType<DayReportView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "move-ins/{id}/days/{date}")] HttpRequest request,
        string id, string date,
        CancellationToken cancellation)
    {
        var found = await store.FindAsync(id, cancellation);
        var day = found.Then(moveIn => DateOf(date).Then<DualRunDay>(wanted =>
            moveIn.Days.FirstOrDefault(day => day.Date == wanted) is { } known ? known : MoveInRefusal.NoDay));
        return day.IsRefused
            ? day.Refusal!.ToProblem()
            : Answers.Ok(ViewOf(
                found.Value, await files.ReportAsync(found.Value.Id, day.Value.Report, cancellation)));
    }

    private static MoveIn Begun(MoveIn moveIn, string by, DateTimeOffset now) =>
        (moveIn with { Status = MoveInStatus.DualRun, DualRunSince = DateOnly.FromDateTime(now.UtcDateTime) })
            .With(new MoveInDeed("dual-run", by, null, now));

    private async Task<Result<(DualRunDay Day, DayReport Report)>> CompareAsync(
        MoveIn moveIn, DateOnly date, DateTimeOffset takenAt, byte[] bytes, CancellationToken cancellation)
    {
        if (!moveIn.TakesDays)
        {
            return MoveInRefusal.WrongState(moveIn.Status, "in its dual run");
        }

        var kept = await mapping.KeepAsync(moveIn, bytes, takenAt, cancellation);
        if (kept.IsRefused)
        {
            return kept.Refusal!;
        }

        var ledger = await shelves.ReadAsync(moveIn.Location, takenAt, cancellation);
        var before = moveIn.Days.LastOrDefault(day => day.Date < date);
        var report = DayReport.Of(
            date, takenAt, kept.Value.Mapping.Counts, ledger,
            before is null ? null : await files.ReportAsync(moveIn.Id, before.Report, cancellation));
        var name = await files.KeepReportAsync(moveIn.Id, report, cancellation);
        return (new DualRunDay(date, kept.Value.File, name, report.Totals), report);
    }

    // A day is the shop's own: wherever it is, it began at most fourteen hours before that of UTC.
    private Result<(DateOnly Date, DateTimeOffset TakenAt)> MomentOf(MoveIn moveIn, string date, string? at)
    {
        var now = clock.GetUtcNow();
        var day = DateOf(date);
        if (day.IsRefused)
        {
            return day.Refusal!;
        }

        var begin = new DateTimeOffset(day.Value, TimeOnly.MinValue, TimeSpan.Zero);
        if (begin - FurthestZone > now || day.Value < moveIn.DualRunSince)
        {
            return MoveInRefusal.BadDay("A day from the beginning of the dual run until today.");
        }

        var end = begin.AddDays(1);
        if (at is null)
        {
            return (day.Value, end < now ? end : now);
        }

        return DateTimeOffset.TryParse(
                at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var taken)
            && taken <= now && taken >= begin - FurthestZone && taken <= end + FurthestZone
            ? (day.Value, taken)
            : MoveInRefusal.BadDay("The time of the file is on that day and not in the future: 2026-11-20T19:00:00Z.");
    }

    private static Result<DateOnly> DateOf(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is > 2000 and < 2200
            ? date
            : MoveInRefusal.BadDay("A day is written 2026-11-20.");

    private static DayReportView ViewOf(MoveIn moveIn, DayReport report) => new(
        report.Date, report.TakenAt, report.Totals, report.Differences,
        [.. moveIn.Days.Where(day => day.Date <= report.Date).Select(DayView.Of)]);

    private async Task<IResult> AnswerAsync(Result<MoveIn> moveIn, CancellationToken cancellation) => moveIn.IsRefused
        ? moveIn.Refusal!.ToProblem()
        : Answers.Ok(MoveInView.Of(moveIn.Value, await flags.IsMovedInAsync(moveIn.Value.Location, cancellation)));
}
