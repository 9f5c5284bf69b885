using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Drops;

/// <summary>Declares a SKU a drop, shows how it sells, and ends it.</summary>
public sealed class DropDesk(
    IStockLedger ledger, TendDropWorkflow workflow, MovePermitsWorkflow moves, TimeProvider clock)
{
    /// <summary>Opens a drop: all free pieces above the floors go into its buckets. Safe to repeat.</summary>
    [Function("OpenDrop")]
    [Authorize(Policy = Access.Planner)]
    [Consumes(typeof(DropBody), "application/json")]
    [ProducesResponseType<DropView>(200)]
    public async Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "stock/{sku}/drop")] HttpRequest request,
        string sku,
        CancellationToken cancellation)
    {
        var known = Read(sku);
        var body = await known.ThenAsync(_ => request.ReadAsync<DropBody>(cancellation));
        var opened = await body.ThenAsync(wanted => workflow.OpenAsync(
            known.Value, wanted.Location, wanted.Buckets, clock.GetUtcNow(), cancellation));
        return opened.IsRefused ? opened.Refusal!.ToProblem() : await ViewAsync(known.Value, cancellation);
    }

    /// <summary>The buckets of a drop, with what is free and what is held in each.</summary>
    [Function("ShowDrop")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<DropView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/{sku}/drop")] HttpRequest request,
        string sku,
        CancellationToken cancellation)
    {
        var known = Read(sku);
        return known.IsRefused ? known.Refusal!.ToProblem() : await ViewAsync(known.Value, cancellation);
    }

    /// <summary>Closes a drop: what is free goes back at once, and the drop ends when its holds have run out or were
    /// claimed. Safe to repeat.</summary>
    [Function("CloseDrop")]
    [Authorize(Policy = Access.Planner)]
    [ProducesResponseType(204)]
    public async Task<IResult> CloseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "stock/{sku}/drop")] HttpRequest request,
        string sku,
        CancellationToken cancellation)
    {
        var known = Read(sku);
        if (known.IsRefused)
        {
            return known.Refusal!.ToProblem();
        }

        await workflow.CloseAsync(known.Value, clock.GetUtcNow(), cancellation);
        return Results.NoContent();
    }

    private async Task<IResult> ViewAsync(Sku sku, CancellationToken cancellation)
    {
        var levels = await ledger.LevelsAsync(sku, cancellation);
        return DropMark.Among(levels) is { } mark
            ? Answers.Ok(DropView.Of(await moves.LookAsync(sku, mark, cancellation)))
            : DropRefusal.None(sku).ToProblem();
    }

    private static Result<Sku> Read(string text) =>
        Sku.TryParse(text, out var sku) ? sku : StockRefusal.Unknown(text);

    /// <param name="Location">Where the pieces lie that the drop sells; normally the warehouse.</param>
    /// <param name="Buckets">2 to 64.</param>
    public sealed record DropBody(LocationId Location, int Buckets);

    /// <param name="Given">Pieces that went into the buckets, in all.</param>
    /// <param name="Taken">Pieces that came back unsold, in all.</param>
    /// <param name="OnTheWay">Permits that left one bucket and have not arrived in the next.</param>
    public sealed record DropView(
        Sku Sku, LocationId Location, bool IsClosing, int Given, int Taken, int Free, int Reserved, int OnTheWay,
        IReadOnlyList<BucketView> Buckets)
    {
        public static DropView Of(DropPicture seen)
        {
            ArgumentNullException.ThrowIfNull(seen);
            return new DropView(
                seen.Sku, seen.Mark.Location, seen.Mark.IsClosing, seen.Mark.Given, seen.Mark.Taken,
                seen.Free, seen.Reserved, seen.OnTheWay,
                [.. seen.Buckets.Select(bucket => new BucketView(bucket.Number, bucket.Free, bucket.Reserved))]);
        }
    }

    /// <param name="Reserved">Held for checkouts and for orders that no pick list has yet.</param>
    public sealed record BucketView(int Number, int Free, int Reserved);
}
