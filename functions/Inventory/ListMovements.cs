using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Shows the journal of a SKU.</summary>
public sealed class ListMovements(StockBooks books, Cursors cursors)
{
    private const int UsualPage = 50;

    /// <summary>A page of the journal in the order of booking; by <c>order=newest</c> the other way round. A page may
    /// be short of its limit and still have a cursor.</summary>
    [Function("ListMovements")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<MovementListView>(200)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/{sku}/movements")] HttpRequest request,
        string sku, [FromQuery] string? location, [FromQuery] string? reason, [FromQuery] string? since,
        [FromQuery] string? order, [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var size = request.ReadLimit(UsualPage);
        var filter = size.Then(_ => MovementFilter.Read(request.Query));
        var place = filter.Then(wanted => cursors.Read(request, wanted.NameFor(sku)));
        if (place.IsRefused || !Sku.TryParse(sku, out var known))
        {
            return (place.Refusal ?? StockRefusal.Unknown(sku)).ToProblem();
        }

        var (items, next) = await books.MovementsAsync(
            known, filter.Value, size.Value, place.Value, cancellation);
        var further = next is null ? null : cursors.Write(filter.Value.NameFor(sku), next);
        Cursors.SetLink(request, further);
        return Answers.Ok(new MovementListView(items, further));
    }

    public sealed record MovementListView(IReadOnlyList<Movement> Items, string? NextCursor);
}
