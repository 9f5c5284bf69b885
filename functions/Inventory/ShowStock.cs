using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory.Drops;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Shows what all locations hold of one SKU.</summary>
public sealed class ShowStock(IStockLedger ledger, StockAccounts accounts, PermitCounts permits)
{
    /// <summary>What every location holds of a SKU; with a day, also what is expected by then.</summary>
    [Function("ShowStock")]
    [Authorize(Policy = Access.Floor)]
    [ProducesResponseType<StockView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/{sku}")] HttpRequest request,
        string sku, [FromQuery] string? by,
        CancellationToken cancellation)
    {
        if (!Sku.TryParse(sku, out var known))
        {
            return StockRefusal.Unknown(sku).ToProblem();
        }

        var levels = await ledger.LevelsAsync(known, cancellation);
        var shown = await permits.AddAsync(known, levels, cancellation);
        return levels.Count == 0 ? StockRefusal.Unknown(sku).ToProblem()
            : string.IsNullOrEmpty(by) ? Answers.Ok(StockView.Of(known, shown))
            : await ShowByAsync(known, shown, by, cancellation);
    }

    // What is announced for that day or earlier can be promised as well, where it is to come to.
    private async Task<IResult> ShowByAsync(
        Sku sku, IReadOnlyList<StockLevel> levels, string by, CancellationToken cancellation)
    {
        if (!DateOnly.TryParseExact(by, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new Refusal(RefusalKind.Malformed, "request.bad-day", "A day is written as 2026-12-01.").ToProblem();
        }

        var coming = (await accounts.ExpectedAsync(sku, cancellation))
            .Where(paper => paper.ExpectedOn <= day)
            .ToLookup(paper => paper.Location, paper => paper.Open);
        return Answers.Ok(StockView.Of(sku, levels) with
        {
            AvailableToPromise =
                levels.Sum(level => Math.Max(0, level.Free - level.Safety + coming[level.Location].Sum())),
            Locations =
                [.. levels.Select(level => LevelView.Of(level) with { IncomingBy = coming[level.Location].Sum() })],
        });
    }
}
