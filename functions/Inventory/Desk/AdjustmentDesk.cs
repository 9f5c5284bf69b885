using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Corrects the books by the desk, for a reason. It may take no more than the books hold: what is physically
/// missing is told by a count.</summary>
public sealed class AdjustmentDesk(
    DeskReading reading, DeskClaims claims, AdjustStockWorkflow workflow, IStockLedger ledger, TimeProvider clock)
{
    /// <summary>Moves pieces of one article for a reason; answers with the level after it.</summary>
    [Function("AdjustStock")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [Consumes(typeof(AdjustmentBody), "application/json")]
    [ProducesResponseType<AdjustmentView>(201)]
    public async Task<IResult> AdjustAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "stock/adjustments")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<AdjustmentBody>(cancellation);
        var draft = body.Then(Check);
        var claim = await draft.ThenAsync(_ => claims.ClaimAsync(request, "adj_", body.Value, cancellation));
        var booked = await claim.ThenAsync(wish => workflow.RunAsync(
            draft.Value with
            {
                EventId = wish.Id,
                OccurredAt = wish.At,
                By = wish.By,
            },
            clock.GetUtcNow(), cancellation));
        return booked.IsRefused
            ? booked.Refusal!.ToProblem()
            : Answers.Created(
                $"/api/stock/{booked.Value.Sku}/movements", await ShowAsync(booked.Value, cancellation));
    }

    /// <summary>The reasons that there are, and which states each moves pieces between.</summary>
    [Function("ListAdjustmentReasons")]
    [Authorize(Policy = Access.Floor)]
    [ProducesResponseType<ReasonListView>(200)]
    public IResult ListReasons(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/adjustment-reasons")] HttpRequest request) =>
        Answers.Ok(new ReasonListView(AdjustmentReason.All));

    private async Task<AdjustmentView> ShowAsync(StockEvent booked, CancellationToken cancellation)
    {
        var levels = await ledger.LevelsAsync(booked.Sku, cancellation);
        return new AdjustmentView(
            booked.EventId, booked.Sku, booked.Location, booked.Quantity, booked.Reason!, booked.Note, booked.By,
            booked.OccurredAt,
            LevelView.Of(
                levels.FirstOrDefault(level => level.Location == booked.Location)
                ?? StockLevel.Empty(booked.Location)));
    }

    private Result<StockEvent> Check(AdjustmentBody body)
    {
        var sku = reading.Article(body.Sku, "/sku");
        var location = sku.Then(_ => reading.Place(body.Location, "/location"));
        var reason = location.Then(_ => AdjustmentReason.Find(body.Reason) is { } known
            ? (Result<AdjustmentReason>)known
            : Refusal.Invalid("stock.unknown-reason", "/reason", "See GET /api/stock/adjustment-reasons."));
        return reason
            .Then(known => DeskReading.Quantity(body.Quantity, known.IsSigned))
            .Then(_ => DeskReading.Note(body.Note, "/note"))
            .Then(note => (Result<StockEvent>)new StockEvent(
                "", StockEventKind.Adjust, location.Value, sku.Value, body.Quantity, default, "")
            {
                Reason = body.Reason,
                Note = note,
            });
    }

    /// <param name="Quantity">Whole pieces; of a correction perhaps below zero.</param>
    public sealed record AdjustmentBody(string Sku, string Location, int Quantity, string Reason, string? Note = null);

    /// <param name="Level">What the location holds now.</param>
    public sealed record AdjustmentView(
        string Id, Sku Sku, LocationId Location, int Quantity, string Reason, string? Note, string By,
        DateTimeOffset At, LevelView Level);

    public sealed record ReasonListView(IReadOnlyList<AdjustmentReason> Items);
}
