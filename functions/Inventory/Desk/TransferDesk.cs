using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>The desk's transfers between locations. What scanners report under a transfer's id counts like what is
/// entered here; more and less than was asked for is booked as it happened.</summary>
public sealed class TransferDesk(
    PaperDesk desk, DeskPaperStore papers, PaperViews views, DeskReading reading, DeskClaims claims,
    ApplyStockEventWorkflow apply, TimeProvider clock)
{
    /// <summary>Asks one location to send pieces to another.</summary>
    [Function("RequestTransfer")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [Consumes(typeof(TransferBody), "application/json")]
    [ProducesResponseType<TransferView>(201)]
    public async Task<IResult> RequestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "transfers")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<TransferBody>(cancellation);
        var written = await body.Then(Check).ThenAsync(
            draft => desk.WriteAsync(request, body.Value, draft, cancellation));
        return await PaperDesk.CreatedAsync("transfers", written, views.TransferAsync, cancellation);
    }

    /// <summary>A transfer: what was asked for, sent, received, lost and is on the way.</summary>
    [Function("ShowTransfer")]
    [Authorize(Policy = Access.Floor)]
    [ProducesResponseType<TransferView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "transfers/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await PaperDesk.AnswerAsync(
            await desk.FindAsync(request, DeskForm.Transfer, id, cancellation), views.TransferAsync, cancellation);

    /// <summary>Transfers from or to a location, or all.</summary>
    [Function("ListTransfers")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<PaperListView<TransferView>>(200)]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "transfers")] HttpRequest request,
        [FromQuery] string? location, [FromQuery] string? status, [FromQuery] string? limit,
        [FromQuery] string? cursor,
        CancellationToken cancellation) =>
        desk.ListAsync(request, DeskForm.Transfer, views.TransferAsync, view => view.Status, cancellation);

    /// <summary>The sender says what has left.</summary>
    [Function("DispatchTransfer")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [Consumes(typeof(LinesBody), "application/json")]
    [ProducesResponseType<TransferView>(200)]
    public Task<IResult> DispatchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "transfers/{id}/dispatch")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        MoveAsync(request, id, StockEventKind.TransferOut, paper => paper.Location, cancellation);

    /// <summary>The receiver says what has arrived.</summary>
    [Function("ReceiveTransfer")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [Consumes(typeof(LinesBody), "application/json")]
    [ProducesResponseType<TransferView>(200)]
    public Task<IResult> ReceiveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "transfers/{id}/receipt")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        MoveAsync(request, id, StockEventKind.TransferIn, paper => paper.To!.Value, cancellation);

    /// <summary>Ends a transfer: what was sent and never arrived is written off and flagged.</summary>
    [Function("CloseTransfer")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [ProducesResponseType<TransferView>(200)]
    public async Task<IResult> CloseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "transfers/{id}/closing")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await PaperDesk.AnswerAsync(
            await desk.CloseAsync(request, DeskForm.Transfer, id, cancellation), views.TransferAsync, cancellation);

    private async Task<IResult> MoveAsync(
        HttpRequest request, string id, StockEventKind kind, Func<DeskPaper, LocationId> at,
        CancellationToken cancellation)
    {
        var paper = await desk.FindAsync(request, DeskForm.Transfer, id, cancellation);
        var body = await paper.ThenAsync(_ => request.ReadAsync<LinesBody>(cancellation));
        var lines = body.Then(wanted => reading.Lines(wanted.Lines, "/lines"));
        var claim = await lines.ThenAsync(_ => claims.ClaimAsync(request, "evt_", body.Value, cancellation));
        if (claim.IsRefused)
        {
            return claim.Refusal!.ToProblem();
        }

        var wish = claim.Value;
        StockEvent[] events =
        [
            .. lines.Value.Select((line, index) => new StockEvent(
                $"{wish.Id}-{index + 1}", kind, at(paper.Value), line.Sku, line.Quantity, wish.At, wish.By)
            {
                Paper = id,
            }),
        ];
        var taken = await papers.TakeInAsync(id, wish, events, cancellation);
        foreach (var happened in taken.IsRefused ? [] : events)
        {
            // On disk already, and applied by the queue too: here so that the answer shows it.
            await apply.RunAsync(happened, clock.GetUtcNow(), cancellation);
        }

        return await PaperDesk.AnswerAsync(taken, views.TransferAsync, cancellation);
    }

    private Result<DeskPaper> Check(TransferBody body)
    {
        var from = reading.Place(body.From, "/from");
        var to = from.Then(_ => reading.Place(body.To, "/to"));
        var lines = to.Then(_ => reading.Lines(body.Lines, "/lines"));
        return lines.Then(_ => DeskReading.Note(body.Note, "/note")).Then(note => from.Value == to.Value
            ? Refusal.Invalid("transfer.same-location", "/to", "A transfer goes to another location.")
            : (Result<DeskPaper>)new DeskPaper(
                "", DeskForm.Transfer, from.Value, lines.Value, "", default, DeskStage.Open)
            {
                To = to.Value,
                Note = note,
            });
    }

    public sealed record TransferBody(string From, string To, IReadOnlyList<DeskLineBody> Lines, string? Note = null);

    public sealed record LinesBody(IReadOnlyList<DeskLineBody> Lines);
}
