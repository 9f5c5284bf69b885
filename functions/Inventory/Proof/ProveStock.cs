using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Proof;

/// <summary>Proves the stock books: on demand, and on a schedule that publishes what it found.</summary>
public sealed partial class ProveStock(
    StockProving proving, ProofRuns runs, StockMeter meter, TimeProvider clock, ILogger<ProveStock> log)
{
    /// <summary>Recomputes all levels from their journals and reservations, or those of one SKU.</summary>
    [Function("ProveStock")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<ProofView>(200)]
    public async Task<IResult> ProveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/proof")] HttpRequest request,
        [FromQuery] string? sku,
        CancellationToken cancellation)
    {
        var asked = request.Query["sku"].ToString();
        if (asked.Length == 0)
        {
            return Answers.Ok(ViewOf(await proving.ProveAllAsync(cancellation)));
        }

        if (!Sku.TryParse(asked, out var known))
        {
            return StockRefusal.Unknown(asked).ToProblem();
        }

        var proof = await proving.ProveAsync(known, cancellation);
        return IsEmpty(proof.Book)
            ? StockRefusal.Unknown(asked).ToProblem()
            : Answers.Ok(ViewOf(new StockProofReport(1, proof.Book.Movements.Count, proof.Findings)));
    }

    /// <summary>What the last proof by schedule found.</summary>
    [Function("ShowLastProof")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<StoredProof>(200)]
    public async Task<IResult> ShowLastAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/proof/last")] HttpRequest request,
        CancellationToken cancellation) =>
        await runs.LastAsync(cancellation) is { } last
            ? Answers.Ok(last)
            : Refusal.NotFound("stock.no-proof", "No proof by schedule was finished yet.").ToProblem();

    /// <summary>Proves all books and publishes the drift.</summary>
    [Function("ProveStockOnSchedule")]
    public async Task ProveOnScheduleAsync(
        [TimerTrigger("%ProveStockSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        if (await runs.RunAsync(cancellation) is not { } proof)
        {
            return;
        }

        meter.Report(proof.Skus, proof.Drift);
        if (proof.Found == 0)
        {
            LogRight(proof.Skus, proof.Movements, timer.IsPastDue);
        }
        else
        {
            LogDrift(proof.Drift, proof.Found, proof.Skus);
        }
    }

    internal static bool IsEmpty(SkuBook book) =>
        book.Levels.Count + book.Movements.Count + book.Reservations.Count + book.Papers.Count == 0;

    private ProofView ViewOf(StockProofReport report) =>
        new(clock.GetUtcNow(), report.Skus, report.Movements, report.Drift, report.Findings);

    [LoggerMessage(LogLevel.Information, "Right are the books of {Skus} SKUs, {Movements} movements; late: {Late}")]
    private partial void LogRight(int skus, long movements, bool late);

    [LoggerMessage(LogLevel.Error, "The books have drifted by {Drift} pieces: {Findings} findings in {Skus} SKUs")]
    private partial void LogDrift(long drift, int findings, int skus);

    public sealed record ProofView(
        DateTimeOffset CheckedAt, int Skus, long Movements, long Drift, IReadOnlyList<StockFinding> Findings);
}
