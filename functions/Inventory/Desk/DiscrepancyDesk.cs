using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Shows where world and books disagreed, and takes down what staff found out about it.</summary>
public sealed class DiscrepancyDesk(DiscrepancyBooks books, DeskClaims claims, Locations locations, Cursors cursors)
{
    private const int UsualPage = 50;

    /// <summary>Discrepancies of a location, an article or a kind; of one article the newest first.</summary>
    [Function("ListDiscrepancies")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<DiscrepancyListView>(200)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stock/discrepancies")] HttpRequest request,
        [FromQuery] string? location, [FromQuery] string? sku, [FromQuery] string? kind,
        [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var list = $"discrepancies|{location}|{sku}|{kind}";
        var size = request.ReadLimit(UsualPage);
        var filter = size.Then(_ => Read(location, sku, kind));
        var place = filter.Then(_ => cursors.Read(request, list));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var (items, next) = await books.ListAsync(filter.Value, size.Value, place.Value, cancellation);
        var views = await Task.WhenAll(items.Select(item => ViewAsync(request, item, cancellation)));
        return Answers.Ok(new DiscrepancyListView(views, next is null ? null : cursors.Write(list, next)));
    }

    /// <summary>Adds an explanation, with the name of who wrote it and when.</summary>
    [Function("ExplainDiscrepancy")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [Consumes(typeof(ExplanationBody), "application/json")]
    [ProducesResponseType<DiscrepancyView>(201)]
    public async Task<IResult> ExplainAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "stock/discrepancies/{id}/explanation")]
        HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (await books.FindAsync(id, cancellation) is not { } discrepancy)
        {
            return Refusal.NotFound("discrepancy.not-found", "There is no such discrepancy.").ToProblem();
        }

        var body = await request.ReadAsync<ExplanationBody>(cancellation);
        var text = body.Then(wanted => DeskReading.Note(wanted.Text, "/text"));
        var claim = await text.ThenAsync(_ => claims.ClaimAsync(request, "exp_", body.Value, cancellation));
        if (claim.IsRefused)
        {
            return claim.Refusal!.ToProblem();
        }

        await books.ExplainAsync(discrepancy, claim.Value, text.Value!, cancellation);
        return Answers.Created(
            $"/api/stock/discrepancies?sku={discrepancy.Sku}", await ViewAsync(request, discrepancy, cancellation));
    }

    private async Task<DiscrepancyView> ViewAsync(
        HttpRequest request, Discrepancy item, CancellationToken cancellation)
    {
        // Whoever is to count again must not read here what the books expect.
        var isHidden = item.Kind == DiscrepancyKind.RecountWanted
            && !Access.SeesBehindCounts(request.HttpContext.User);
        return new DiscrepancyView(
            item.Id, item.Sku, item.Location, item.Kind, isHidden ? null : item.Pieces, item.Cause,
            isHidden ? "Count again." : item.Explanation, item.OccurredAt, item.At,
            await books.ExplanationsAsync(item, cancellation));
    }

    private Result<DiscrepancyFilter> Read(string? location, string? sku, string? kind)
    {
        var place = LocationId.TryParse(location, out var known) && locations.Find(known) is not null
            ? known
            : (LocationId?)null;
        var article = Sku.TryParse(sku, out var parsed) ? parsed : (Sku?)null;
        var wanted = Enum.GetValues<DiscrepancyKind>()
            .Where(one => kind == JsonNamingPolicy.CamelCase.ConvertName(one.ToString()))
            .Cast<DiscrepancyKind?>()
            .SingleOrDefault();
        return !string.IsNullOrEmpty(location) && place is null
                ? new Refusal(RefusalKind.Malformed, "request.bad-location", "There is no such location.")
            : !string.IsNullOrEmpty(sku) && article is null
                ? new Refusal(RefusalKind.Malformed, "request.bad-sku", "This is not the number of an article.")
            : !string.IsNullOrEmpty(kind) && wanted is null
                ? new Refusal(RefusalKind.Malformed, "request.bad-kind", "There is no such kind of discrepancy.")
            : new DiscrepancyFilter(place, article, wanted);
    }

    public sealed record ExplanationBody(string Text);

    public sealed record DiscrepancyListView(IReadOnlyList<DiscrepancyView> Items, string? NextCursor);

    /// <param name="Pieces">By which the world differed from the books; null for those who are to count again.</param>
    public sealed record DiscrepancyView(
        string Id, Sku Sku, LocationId Location, DiscrepancyKind Kind, int? Pieces, string Cause, string Explanation,
        DateTimeOffset OccurredAt, DateTimeOffset At, IReadOnlyList<Explanation> Explanations);
}
