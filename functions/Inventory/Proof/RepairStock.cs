using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Proof;

/// <summary>Repairs the books of one SKU by movements with a reason. Right books are left alone, so that it is safe to
/// ask twice.</summary>
public sealed class RepairStock(
    RepairStockWorkflow workflow, StockProving proving, IIdSource ids, TimeProvider clock)
{
    private const int MaxReason = 300;

    [Function("RepairStock")]
    [Authorize(Policy = Access.Operator)]
    [Consumes(typeof(RepairBody), "application/json")]
    [ProducesResponseType<RepairView>(200)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "stock/proof/repairs")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<RepairBody>(cancellation);
        var wish = await body.Then(Check).ThenAsync(asked => KnownAsync(asked.Sku, asked.Reason, cancellation));
        if (wish.IsRefused)
        {
            return wish.Refusal!.ToProblem();
        }

        var (sku, reason) = wish.Value;
        var by = request.HttpContext.User.Identity?.Name ?? "unknown";
        var report = await workflow.RunAsync(
            sku, new RepairWish(ids.New("rep_"), by, reason), clock.GetUtcNow(), cancellation);
        return Answers.Ok(new RepairView(sku, report.Movements, report.Left));
    }

    private static Result<(Sku Sku, string Reason)> Check(RepairBody body) =>
        !Sku.TryParse(body.Sku, out var sku) ? Refusal.Invalid("stock.unknown-sku", "/sku", "Not a SKU.")
        : body.Reason.Trim() is { Length: > 0 and <= MaxReason } reason ? (sku, reason)
        : Refusal.Invalid("stock.reason-required", "/reason", $"Say why, in 1 to {MaxReason} characters.");

    private async Task<Result<(Sku Sku, string Reason)>> KnownAsync(
        Sku sku, string reason, CancellationToken cancellation) =>
        ProveStock.IsEmpty((await proving.ProveAsync(sku, cancellation)).Book)
            ? Refusal.Invalid("stock.unknown-sku", "/sku", $"There is no stock record of {sku}.")
            : (sku, reason);

    public sealed record RepairBody(string Sku, string Reason);

    /// <param name="Movements">What was booked; empty when the books were right.</param>
    /// <param name="Findings">What no movement can mend.</param>
    public sealed record RepairView(
        Sku Sku, IReadOnlyList<Movement> Movements, IReadOnlyList<StockFinding> Findings);
}
