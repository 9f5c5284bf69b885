using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Shows what all locations hold of one SKU.</summary>
public sealed class ShowStock(IStockLedger ledger)
{
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
            : Answers.Ok(StockView.Of(known, levels));
    }
}
