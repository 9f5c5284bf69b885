using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Keeps the pieces of a lot in the house: whoever scans one for an order is told to take another.</summary>
public sealed class BlockLot(LotBlocks lots, IStockLedger ledger, TimeProvider clock)
{
    private const int MaxLot = 20;
    private const int MaxReason = 200;

    /// <summary>Blocks a lot of an article, or releases it.</summary>
    [Function(nameof(BlockLot))]
    [Authorize(Policy = Access.Stock)]
    [Consumes(typeof(LotBody), "application/json")]
    [ProducesResponseType<LotBlock>(200)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "stock/{sku}/lots")] HttpRequest request,
        string sku,
        CancellationToken cancellation)
    {
        var body = (await request.ReadAsync<LotBody>(cancellation)).Then(Check);
        var lot = await body.ThenAsync<LotBlock>(async wanted =>
        {
            if (!Sku.TryParse(sku, out var known) || (await ledger.LevelsAsync(known, cancellation)).Count == 0)
            {
                return StockRefusal.Unknown(sku);
            }

            var by = request.HttpContext.User.Identity!.Name!;
            var block = new LotBlock(known, wanted.Lot, wanted.IsBlocked, wanted.Reason, by, clock.GetUtcNow());
            await lots.SetAsync(block, cancellation);
            return block;
        });
        return lot.Match(Answers.Ok, refusal => refusal.ToProblem());
    }

    /// <summary>The lots of an article that are blocked or were.</summary>
    [Function("ListLots")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<LotListView>(200)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/{sku}/lots")] HttpRequest request,
        string sku,
        CancellationToken cancellation) =>
        Sku.TryParse(sku, out var known)
            ? Answers.Ok(new LotListView(await lots.ListAsync(known, cancellation)))
            : StockRefusal.Unknown(sku).ToProblem();

    private static Result<LotBody> Check(LotBody body) =>
        body.Lot.Length is 0 or > MaxLot || body.Lot.Any(static c => c is < '!' or > 'z')
            ? Refusal.Invalid("lot.bad-lot", "/lot", $"1 to {MaxLot} characters of a GS1 lot (AI 10).")
        : body.Reason.Length is 0 or > MaxReason || body.Reason.Any(char.IsControl)
            ? Refusal.Invalid("lot.bad-reason", "/reason", $"Say why, in 1 to {MaxReason} characters.")
        : body;

    public sealed record LotBody(string Lot, bool IsBlocked, string Reason);

    public sealed record LotListView(IReadOnlyList<LotBlock> Items);
}
