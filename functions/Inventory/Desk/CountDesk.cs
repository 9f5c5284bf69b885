using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Blind cycle counts: the desk names articles, scanners count them, and whoever counts never sees what the
/// books expect.</summary>
public sealed class CountDesk(PaperDesk desk, PaperViews views, DeskReading reading)
{
    /// <summary>Asks a location to count articles.</summary>
    [Function("RequestCount")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [Consumes(typeof(CountBody), "application/json")]
    [ProducesResponseType<CountView>(201)]
    public async Task<IResult> RequestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "counts")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<CountBody>(cancellation);
        var written = await body.Then(Check).ThenAsync(
            draft => desk.WriteAsync(request, body.Value, draft, cancellation));
        return await PaperDesk.CreatedAsync("counts", written, Show(request), cancellation);
    }

    /// <summary>How far a count is; what was found only for planners and operators.</summary>
    [Function("ShowCount")]
    [Authorize(Policy = Access.Floor)]
    [ProducesResponseType<CountView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "counts/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await PaperDesk.AnswerAsync(
            await desk.FindAsync(request, DeskForm.Count, id, cancellation), Show(request), cancellation);

    /// <summary>Counts at a location, or all.</summary>
    [Function("ListCounts")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<PaperListView<CountView>>(200)]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "counts")] HttpRequest request,
        [FromQuery] string? location, [FromQuery] string? status, [FromQuery] string? limit,
        [FromQuery] string? cursor,
        CancellationToken cancellation) =>
        desk.ListAsync(request, DeskForm.Count, Show(request), view => view.Status, cancellation);

    /// <summary>Ends a count. What was to be counted again and was not, is not booked.</summary>
    [Function("CloseCount")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [ProducesResponseType<CountView>(200)]
    public async Task<IResult> CloseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "counts/{id}/closing")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await PaperDesk.AnswerAsync(
            await desk.CloseAsync(request, DeskForm.Count, id, cancellation), Show(request), cancellation);

    private Func<DeskPaper, CancellationToken, Task<CountView>> Show(HttpRequest request)
    {
        var isBlind = !Access.SeesBehindCounts(request.HttpContext.User);
        return (paper, cancellation) => views.CountAsync(paper, isBlind, cancellation);
    }

    private Result<DeskPaper> Check(CountBody body)
    {
        var location = reading.Place(body.Location, "/location");
        return location.Then(_ => reading.Articles(body.Skus, "/skus")).Then(skus => (Result<DeskPaper>)new DeskPaper(
            "", DeskForm.Count, location.Value, [.. skus.Select(sku => new DeskLine(sku, 0))], "", default,
            DeskStage.Open));
    }

    public sealed record CountBody(string Location, IReadOnlyList<string> Skus);
}
