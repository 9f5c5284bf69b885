using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Lists the stock of all SKUs, in their order.</summary>
public sealed class ListStock(StockLevels levels, Cursors cursors)
{
    private const int UsualPage = 50;

    /// <summary>A page may be short of its limit and still have a cursor: a filter that fits little is looked for a
    /// part at a time.</summary>
    [Function("ListStock")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<StockListView>(200)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock")] HttpRequest request,
        [FromQuery] string? location, [FromQuery] string? sku, [FromQuery] string? below, [FromQuery] string? held,
        [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var size = request.ReadLimit(UsualPage);
        var filter = size.Then(_ => StockFilter.Read(request.Query));
        var place = filter.Then(wanted => cursors.Read(request, wanted.Name));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var (items, next) = await levels.ListAsync(filter.Value, size.Value, place.Value, cancellation);
        var further = next is null ? null : cursors.Write(filter.Value.Name, next);
        Cursors.SetLink(request, further);
        return Answers.Ok(new StockListView(items, further));
    }

    public sealed record StockListView(IReadOnlyList<StockView> Items, string? NextCursor);
}
