using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Commerce.Onboarding.Mapping;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Takes the shop's stock file and its own mapping, and shows what became of every row.</summary>
public sealed class MoveInFileDesk(
    MoveInStore store, MovedInFlags flags, MoveInFiles files, FileMapping mapping, Cursors cursors, TimeProvider clock)
{
    private const int UsualPage = 50;

    private static readonly Dictionary<string, string> LettersOfStates = new(StringComparer.Ordinal)
    {
        [""] = "",
        ["mapped"] = "m",
        ["merged"] = "d",
        ["rejected"] = "rs",
        ["suggested"] = "s",
    };

    /// <summary>Takes the legacy stock file, in place of an earlier one, and maps it.</summary>
    [Function("SendMoveInFile")]
    [Authorize(Policy = Access.Planner)]
    [TakesCsv]
    [ProducesResponseType<MoveInView>(200)]
    public async Task<IResult> SendFileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "move-ins/{id}/file")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await TakeAsync(
            request, id, "file", FileMapping.MaxFileBytes,
            async (moveIn, bytes) =>
            {
                if (moveIn.Status is not (MoveInStatus.Drafted or MoveInStatus.Mapped))
                {
                    return MoveInRefusal.WrongState(moveIn.Status, "drafted or mapped");
                }

                var kept = await mapping.KeepAsync(moveIn, bytes, clock.GetUtcNow(), cancellation);
                return kept.Map(file => moveIn with { Status = MoveInStatus.Mapped, File = file.File });
            },
            cancellation);

    /// <summary>Takes the shop's own mapping (lines of legacy,sku), in place of an earlier one, and maps the latest
    /// file anew.</summary>
    [Function("SendMoveInMapping")]
    [Authorize(Policy = Access.Planner)]
    [TakesCsv]
    [ProducesResponseType<MoveInView>(200)]
    public async Task<IResult> SendMappingAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "move-ins/{id}/mapping")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await TakeAsync(
            request, id, "mapping", FileMapping.MaxMappingBytes,
            async (moveIn, bytes) => moveIn.Status is MoveInStatus.CuttingOver or MoveInStatus.RollingBack
                ? MoveInRefusal.WrongState(moveIn.Status, "at rest")
                : await mapping.RemapAsync(moveIn, bytes, cancellation),
            cancellation);

    /// <summary>Rows of the latest file with their fates, a page at a time, in the order of the file.</summary>
    [Function("ListMoveInRows")]
    [Authorize(Policy = Access.Planner)]
    [ProducesResponseType<RowListView>(200)]
    public async Task<IResult> ListRowsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "move-ins/{id}/rows")] HttpRequest request,
        string id, [FromQuery] string? state, [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        if (!LettersOfStates.TryGetValue(state ?? "", out var letters))
        {
            return new Refusal(
                RefusalKind.Malformed, "move-in.bad-row-state", "Rows are mapped, merged, rejected or suggested.")
                .ToProblem();
        }

        var found = await FileOfAsync(id, cancellation);
        if (found.IsRefused)
        {
            return found.Refusal!.ToProblem();
        }

        var (moveIn, file) = found.Value;
        var list = $"move-in-rows|{id}|{file.Name}|{moveIn.Mapping?.Name}|{state}";
        var size = request.ReadLimit(UsualPage);
        var place = size.Then(_ => cursors.Read(request, list));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var from = int.Parse(place.Value ?? "0", CultureInfo.InvariantCulture);
        var rows = files.RowsAsync(moveIn.Id, file.Name, moveIn.Mapping?.Name, letters, from, cancellation);
        var (items, next) = await PageAsync(rows, size.Value, cancellation);
        return Answers.Ok(new RowListView(
            items, next is { } at ? cursors.Write(list, at.ToString(CultureInfo.InvariantCulture)) : null));
    }

    /// <summary>Every row of the latest file with its fate, as CSV.</summary>
    [Function("DownloadMoveInReport")]
    [Authorize(Policy = Access.Planner)]
    [ProducesResponseType(200)]
    public async Task<IResult> DownloadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "move-ins/{id}/report.csv")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var found = await FileOfAsync(id, cancellation);
        if (found.IsRefused)
        {
            return found.Refusal!.ToProblem();
        }

        var (moveIn, file) = found.Value;
        var rows = files.RowsAsync(moveIn.Id, file.Name, moveIn.Mapping?.Name, "", 0, cancellation);
        return TypedResults.Stream(
            stream => RowReport.WriteAsync(stream, rows, cancellation), "text/csv; charset=utf-8",
            $"move-in-{moveIn.Location}.csv");
    }

    private static async Task<(IReadOnlyList<MappedRow> Items, int? Next)> PageAsync(
        IAsyncEnumerable<(int Place, MappedRow Row)> rows, int size, CancellationToken cancellation)
    {
        var items = new List<MappedRow>();
        await foreach (var (place, row) in rows.WithCancellation(cancellation))
        {
            if (items.Count == size)
            {
                return (items, place);
            }

            items.Add(row);
        }

        return (items, null);
    }

    private async Task<Result<(MoveIn MoveIn, StockFile File)>> FileOfAsync(string id, CancellationToken cancellation)
    {
        var found = await store.FindAsync(id, cancellation);
        return found.Then<(MoveIn, StockFile)>(moveIn =>
            moveIn.Latest is { } file ? (moveIn, file) : MoveInRefusal.NoFile);
    }

    private async Task<IResult> TakeAsync(
        HttpRequest request, string id, string deed, int most, Func<MoveIn, byte[], Task<Result<MoveIn>>> take,
        CancellationToken cancellation)
    {
        var known = await store.FindAsync(id, cancellation);
        var bytes = await known.ThenAsync(_ => request.ReadCsvAsync(most, cancellation));
        var changed = await bytes.ThenAsync(body => store.ChangeAsync(
            id,
            async moveIn => (await take(moveIn, body)).Then<(MoveIn, MoveInStep?)>(after => (
                after.With(new MoveInDeed(deed, request.NameOfCaller(), null, clock.GetUtcNow())), null)),
            cancellation));
        return changed.IsRefused
            ? changed.Refusal!.ToProblem()
            : Answers.Ok(MoveInView.Of(
                changed.Value, await flags.IsMovedInAsync(changed.Value.Location, cancellation)));
    }
}
