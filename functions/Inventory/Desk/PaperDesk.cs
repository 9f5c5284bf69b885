using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>What transfers, receipts and counts have in common: they are written once, found, listed and
/// closed.</summary>
public sealed class PaperDesk(
    DeskPaperStore papers, SettlePaperWorkflow settle, DeskClaims claims, Locations locations, Cursors cursors,
    TimeProvider clock)
{
    private const int UsualPage = 30;

    /// <summary>Writes a paper; answers once the books of its SKUs know of it.</summary>
    /// <param name="request">With its Idempotency-Key.</param>
    /// <param name="body">As it was read.</param>
    /// <param name="draft">The paper, but for its id, its writer and its time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<Result<DeskPaper>> WriteAsync<T>(
        HttpRequest request, T body, DeskPaper draft, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var claim = await claims.ClaimAsync(request, DeskPaper.PrefixOf(draft.Form), body, cancellation);
        var written = await claim.ThenAsync(wish => papers.CreateAsync(
            draft with { Id = DeskPaper.IdOf(wish.Id, draft.Location), By = wish.By, At = wish.At }, cancellation));
        return await written.ThenAsync(paper => SettleAsync(paper.Id, cancellation));
    }

    /// <summary>Finds a paper; for a device only one of its own location.</summary>
    public async Task<Result<DeskPaper>> FindAsync(
        HttpRequest request, DeskForm form, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var bound = request.HttpContext.User.FindFirst(Access.LocationClaim)?.Value;
        return DeskPaper.LocationOf(form, id) is not null
            && await papers.FindAsync(id, cancellation) is { } found
            && (bound is null || bound == found.Value.Location.Value || bound == found.Value.To?.Value)
                ? found.Value
                : DeskRefusal.NoSuchPaper(form);
    }

    /// <summary>Shows a paper, or says why there is none.</summary>
    public static async Task<IResult> AnswerAsync<TView>(
        Result<DeskPaper> paper, Func<DeskPaper, CancellationToken, Task<TView>> show, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(show);
        return paper.IsRefused
            ? paper.Refusal!.ToProblem()
            : Answers.Ok(await show(paper.Value, cancellation));
    }

    /// <summary>Shows a paper that was written, and says where it is; or says why none was.</summary>
    public static async Task<IResult> CreatedAsync<TView>(
        string path, Result<DeskPaper> paper, Func<DeskPaper, CancellationToken, Task<TView>> show,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(show);
        return paper.IsRefused
            ? paper.Refusal!.ToProblem()
            : Answers.Created($"/api/{path}/{paper.Value.Id}", await show(paper.Value, cancellation));
    }

    /// <summary>Closes a paper; answers once the books of its SKUs know of it. Closed again, with another key, it
    /// writes off what came since.</summary>
    public async Task<Result<DeskPaper>> CloseAsync(
        HttpRequest request, DeskForm form, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);

        // Nothing is expected in it; but a connection whose body nobody read is cut after the answer.
        await request.Body.CopyToAsync(Stream.Null, cancellation);
        var found = await FindAsync(request, form, id, cancellation);
        var claim = await found.ThenAsync(_ => claims.ClaimAsync(request, "cls_", "closing", cancellation));
        return await claim.ThenAsync(async wish =>
        {
            await papers.CloseAsync(id, wish, cancellation);
            return await SettleAsync(id, cancellation);
        });
    }

    /// <summary>A page of papers; it may be short before the end, where a status is asked for.</summary>
    public async Task<IResult> ListAsync<TView, TStatus>(
        HttpRequest request, DeskForm form, Func<DeskPaper, CancellationToken, Task<TView>> show,
        Func<TView, TStatus> statusOf, CancellationToken cancellation)
        where TStatus : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(request);
        var (place, status) = (request.Query["location"].ToString(), request.Query["status"].ToString());
        var list = $"papers|{form}|{place}|{status}";
        var size = request.ReadLimit(UsualPage);
        var filter = size.Then(_ => ReadFilter<TStatus>(place, status));
        var cursor = filter.Then(_ => cursors.Read(request, list));
        if (cursor.IsRefused)
        {
            return cursor.Refusal!.ToProblem();
        }

        var (location, wanted) = filter.Value;
        var (items, next) = await papers.ListAsync(
            form, paper => location is null || paper.Location == location || paper.To == location, size.Value,
            cursor.Value, cancellation);
        var views = new List<TView>();
        foreach (var paper in items)
        {
            views.Add(await show(paper, cancellation));
        }

        return Answers.Ok(new PaperListView<TView>(
            [.. views.Where(view => wanted is null || statusOf(view).Equals(wanted))],
            next is null ? null : cursors.Write(list, next)));
    }

    private Result<(LocationId? Location, TStatus? Status)> ReadFilter<TStatus>(string place, string status)
        where TStatus : struct, Enum
    {
        var location = LocationId.TryParse(place, out var known) && locations.Find(known) is not null
            ? known
            : (LocationId?)null;
        var wanted = Enum.GetValues<TStatus>()
            .Where(one => status == CamelCase(one))
            .Cast<TStatus?>()
            .SingleOrDefault();
        return place.Length > 0 && location is null
            ? new Refusal(RefusalKind.Malformed, "request.bad-location", "There is no such location.")
            : status.Length > 0 && wanted is null
                ? new Refusal(RefusalKind.Malformed, "request.bad-status", "There is no such status.")
                : (location, wanted);
    }

    private async Task<Result<DeskPaper>> SettleAsync(string id, CancellationToken cancellation) =>
        await settle.RunAsync(id, clock.GetUtcNow(), cancellation)
            ?? throw new InvalidOperationException($"The paper {id} is gone.");

    private static string CamelCase<T>(T value) =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value!.ToString()!);
}

/// <summary>A page of papers.</summary>
public sealed record PaperListView<TView>(IReadOnlyList<TView> Items, string? NextCursor);
