using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Shows who holds pieces: of a SKU, or for an order.</summary>
public sealed class ListReservations(
    IDocuments documents, IStockLedger ledger, IReservationOwners owners, Cursors cursors, TimeProvider clock)
{
    private const int UsualPage = 50;
    private const int PagesAtOnce = 50;

    /// <summary>The reservations of a SKU by owner; by <c>open=true</c> only those that still hold pieces. A page may
    /// be short of its limit and still have a cursor.</summary>
    [Function("ListReservations")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<ReservationListView>(200)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/{sku}/reservations")] HttpRequest request,
        string sku, [FromQuery] string? open, [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var asked = request.Query["open"].ToString();
        var list = $"reservations|{sku}|{asked}";
        var size = request.ReadLimit(UsualPage);
        var place = size.Then(_ => cursors.Read(request, list));
        if (place.IsRefused || !Sku.TryParse(sku, out var known))
        {
            return (place.Refusal ?? StockRefusal.Unknown(sku)).ToProblem();
        }

        if (asked is not ("" or "true" or "false"))
        {
            return new Refusal(RefusalKind.Malformed, "stock.bad-open", "Open is true or false.").ToProblem();
        }

        var (items, next) = await ReadAsync(known, asked == "true", size.Value, place.Value, cancellation);
        var further = next is null ? null : cursors.Write(list, next);
        Cursors.SetLink(request, further);
        return Answers.Ok(new ReservationListView(items, further));
    }

    /// <summary>What a placed order holds, by SKU.</summary>
    [Function("ShowReservations")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<ReservationListView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reservations/{orderId}")] HttpRequest request,
        string orderId,
        CancellationToken cancellation)
    {
        if (!OrderId.TryParse(orderId, out var order)
            || await owners.FindAsync(order, cancellation) is not { } owner)
        {
            return Refusal.NotFound("order.not-found", "There is no such order.").ToProblem();
        }

        var items = new List<ReservationView>();
        foreach (var sku in owner.Pieces.Select(wish => wish.Sku).Distinct())
        {
            if (await ledger.FindReservationAsync(sku, order, cancellation) is { } found)
            {
                items.Add(ReservationView.Of(found.Value, clock.GetUtcNow()));
            }
        }

        return Answers.Ok(new ReservationListView(items, null));
    }

    private async Task<(IReadOnlyList<ReservationView> Items, string? Next)> ReadAsync(
        Sku sku, bool isOpen, int limit, string? continuation, CancellationToken cancellation)
    {
        var items = new List<ReservationView>();
        for (var pages = 0; pages < PagesAtOnce; pages++)
        {
            var page = await documents.QueryAsync(
                new DocumentQuery(StockStore.Container.Name)
                {
                    PartitionKey = sku.Value,
                    IdPrefix = StockStore.ReservationPrefix,
                    Limit = limit - items.Count,
                    Continuation = continuation,
                },
                cancellation);
            items.AddRange(page.Items.Select(row => ReservationView.Of(row, clock.GetUtcNow()))
                .OfType<ReservationView>()
                .Where(view => !isOpen || view.Holds.Any(hold => hold.Open > 0)));
            continuation = page.Continuation;
            if (continuation is null || items.Count == limit)
            {
                break;
            }
        }

        return (items, continuation);
    }
}
