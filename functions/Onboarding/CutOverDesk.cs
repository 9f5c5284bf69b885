using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Cuts a shop over to the ledger and rolls it back; and says before what a cut-over would book.</summary>
public sealed class CutOverDesk(
    MoveInStore store, MovedInFlags flags, CutOverPlan plan, FileMapping mapping, ShelfReading shelves,
    IStockAccounts accounts, TimeProvider clock)
{
    private const int MaxReason = 500;

    /// <summary>What a cut-over with the latest file would book now. Writes nothing.</summary>
    [Function("DryRunMoveIn")]
    [Authorize(Policy = Access.Planner)]
    [ProducesResponseType<DryRun>(200)]
    public async Task<IResult> DryRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "move-ins/{id}/dry-run")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var found = await store.FindAsync(id, cancellation);
        var file = found.Then<StockFile>(moveIn => moveIn.Latest is { } latest ? latest : MoveInRefusal.NoFile);
        return file.IsRefused
            ? file.Refusal!.ToProblem()
            : Answers.Ok(await DryRunAsync(found.Value, file.Value, request.NameOfCaller(), cancellation));
    }

    /// <summary>Books the latest file as counts, and lets the web promise the shop's stock. It goes on by itself;
    /// asked again, it is taken up where it stands.</summary>
    [Function("CutOverMoveIn")]
    [Authorize(Policy = Access.Operator)]
    [Consumes(typeof(CutOverBody), "application/json")]
    [ProducesResponseType<MoveInView>(202)]
    public async Task<IResult> CutOverAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "move-ins/{id}/cut-over")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<CutOverBody>(cancellation);
        var reason = body.Then(given => Check(given.Reason));
        var begun = await reason.ThenAsync(why => store.ChangeAsync(
            id,
            moveIn => plan.CutOverAsync(
                moveIn, request.NameOfCaller(), why, body.Value.AcceptRejected is true, cancellation),
            cancellation));
        return await AnswerAsync(begun, cancellation);
    }

    /// <summary>Withdraws what the cut-over booked, and nothing that happened since; before that, the web is told to
    /// promise nothing more of the shop.</summary>
    [Function("RollBackMoveIn")]
    [Authorize(Policy = Access.Operator)]
    [Consumes(typeof(RollBackBody), "application/json")]
    [ProducesResponseType<MoveInView>(202)]
    public async Task<IResult> RollBackAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "move-ins/{id}/roll-back")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<RollBackBody>(cancellation);
        var reason = body.Then(given => Check(given.Reason));
        var begun = await reason.ThenAsync(why => store.ChangeAsync(
            id,
            moveIn => Task.FromResult(plan.RollBack(moveIn, request.NameOfCaller(), why)),
            cancellation));
        return await AnswerAsync(begun, cancellation);
    }

    private static Result<string> Check(string reason) =>
        reason.Trim() is { Length: > 0 and <= MaxReason } text && !text.Any(char.IsControl)
            ? text
            : Refusal.Invalid("move-in.reason-required", "/reason", $"Say why, in 1 to {MaxReason} characters.");

    private async Task<DryRun> DryRunAsync(
        MoveIn moveIn, StockFile file, string by, CancellationToken cancellation)
    {
        var mapped = await mapping.AgainAsync(moveIn, file, cancellation);
        var levels = await shelves.LevelsAsync(moveIn.Location, cancellation);
        var lines = new ConcurrentBag<DryRunLine>();
        await Parallel.ForEachAsync(mapped.Counts, ShelfReading.Options(cancellation), async (count, stop) =>
        {
            var happened = moveIn.CountOf(count, CutOverPlan.NextRound(moveIn), file.TakenAt, by);
            var account = await accounts.ReadAsync(count.Sku, happened, stop);
            lines.Add(DryRunLine.Of(account, happened, clock.GetUtcNow()));
        });
        var counted = mapped.Counts.Select(count => count.Sku).ToHashSet();
        var alone = levels
            .Where(level => level.Value.OnHand != 0 && !counted.Contains(level.Key))
            .Select(level => new DryRunLine(level.Key, null, level.Value.OnHand, 0, []));
        return DryRun.Of([.. lines, .. alone], mapped.Tally.Rejected);
    }

    private async Task<IResult> AnswerAsync(Result<MoveIn> moveIn, CancellationToken cancellation) => moveIn.IsRefused
        ? moveIn.Refusal!.ToProblem()
        : TypedResults.Json(
            MoveInView.Of(moveIn.Value, await flags.IsMovedInAsync(moveIn.Value.Location, cancellation)),
            ShopJson.Stored, statusCode: StatusCodes.Status202Accepted);

    /// <param name="Reason">1 to 500 characters, kept with the move-in.</param>
    /// <param name="AcceptRejected">Whether rows that no article is known for may stay out.</param>
    public sealed record CutOverBody(string Reason, bool? AcceptRejected = null);

    /// <param name="Reason">1 to 500 characters, kept with the move-in.</param>
    public sealed record RollBackBody(string Reason);
}
