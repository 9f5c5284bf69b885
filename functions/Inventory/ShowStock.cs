using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory.Drops;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Shows the books of one SKU, its journal, and the proof of all books.</summary>
public sealed class ShowStock(
    IStockLedger ledger, StockBooks books, PermitCounts permits, Cursors cursors, TimeProvider clock)
{
    private const int UsualPage = 50;

    /// <summary>What every location holds of a SKU.</summary>
    [Function("ShowStock")]
    [Authorize(Policy = Access.Floor)]
    [ProducesResponseType<StockView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/{sku}")] HttpRequest request,
        string sku,
        CancellationToken cancellation)
    {
        if (!Sku.TryParse(sku, out var known))
        {
            return StockRefusal.Unknown(sku).ToProblem();
        }

        var levels = await ledger.LevelsAsync(known, cancellation);
        return levels.Count == 0
            ? StockRefusal.Unknown(sku).ToProblem()
            : Answers.Ok(StockView.Of(known, await permits.AddAsync(known, levels, cancellation)));
    }

    /// <summary>The journal of a SKU, a page at a time, in the order of its ids.</summary>
    [Function("ListMovements")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<MovementListView>(200)]
    public async Task<IResult> ListMovementsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/{sku}/movements")] HttpRequest request,
        string sku, [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var size = request.ReadLimit(UsualPage);
        var place = size.Then(_ => cursors.Read(request, $"movements|{sku}"));
        if (place.IsRefused || !Sku.TryParse(sku, out var known))
        {
            return (place.Refusal ?? StockRefusal.Unknown(sku)).ToProblem();
        }

        var (items, next) = await books.MovementsAsync(known, size.Value, place.Value, cancellation);
        return Answers.Ok(new MovementListView(items, next is null ? null : cursors.Write($"movements|{sku}", next)));
    }

    /// <summary>Recomputes all levels from their journals and reservations.</summary>
    [Function("ProveStock")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<ProofView>(200)]
    public async Task<IResult> ProveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/proof")] HttpRequest request,
        CancellationToken cancellation)
    {
        var proof = await books.ProveAsync(cancellation);
        return Answers.Ok(new ProofView(
            clock.GetUtcNow(), proof.Skus, proof.Movements, proof.Findings.Sum(finding => Math.Abs(finding.Drift)),
            proof.Findings));
    }

    public sealed record StockView(Sku Sku, int AvailableToPromise, IReadOnlyList<LevelView> Locations)
    {
        public static StockView Of(Sku sku, IReadOnlyList<StockLevel> levels) => new(
            sku, levels.Sum(level => level.AvailableToPromise), [.. levels.Select(LevelView.Of)]);
    }

    /// <param name="Reserved">Pieces held for orders, those on pick lists included: available to promise is on hand,
    /// less reserved, less safety.</param>
    /// <param name="Allocated">Those of the reserved pieces that are on pick lists.</param>
    public sealed record LevelView(
        LocationId Location, int OnHand, int Reserved, int Allocated, int Picked, int InTransit, int Incoming,
        int Damaged, int QualityHold, int Safety)
    {
        public static LevelView Of(StockLevel level) => new(
            level.Location, level.OnHand, level.Held, level.Allocated, level.Picked, level.InTransit, level.Incoming,
            level.Damaged, level.QualityHold, level.Safety);
    }

    public sealed record MovementListView(IReadOnlyList<Movement> Items, string? NextCursor);

    public sealed record ProofView(
        DateTimeOffset CheckedAt, int Skus, long Movements, long Drift, IReadOnlyList<StockFinding> Findings);
}
