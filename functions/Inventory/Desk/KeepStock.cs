using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Shows and sets what a location keeps of a SKU: its safety stock and what is fenced off for a channel.
/// </summary>
public sealed class KeepStock(StockPolicies policies)
{
    private const int MaxPieces = 1_000_000;
    private const int Changes = 20;
    private const string Address = "stock/{sku}/locations/{location}/policy";

    /// <summary>The policy, its version as ETag, and who changed it.</summary>
    [Function("ShowStockPolicy")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<PolicyView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Address)] HttpRequest request,
        string sku, string location,
        CancellationToken cancellation)
    {
        var place = Read(sku, location);
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var found = await policies.FindAsync(place.Value.Sku, place.Value.Location, cancellation);
        return found is null
            ? StockPolicies.Unknown(place.Value.Sku, place.Value.Location).ToProblem()
            : await ViewAsync(request, place.Value, found, cancellation);
    }

    /// <summary>Sets the policy at the version that If-Match names. The level's ETag changes with every piece that
    /// moves; <c>*</c> takes it as it is.</summary>
    [Function("SetStockPolicy")]
    [Authorize(Policy = Access.Planner)]
    [Consumes(typeof(StockPolicy), "application/json")]
    [ProducesResponseType<PolicyView>(200)]
    public async Task<IResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Address)] HttpRequest request,
        string sku, string location,
        CancellationToken cancellation)
    {
        var place = Read(sku, location);
        var body = await place.ThenAsync(_ => request.ReadAsync<StockPolicy>(cancellation));
        var policy = body.Then(Check);
        var match = policy.Then(_ => IfMatch.Read(request));
        var set = await match.ThenAsync(versions => policies.SetAsync(
            place.Value.Sku, place.Value.Location, policy.Value, versions,
            request.HttpContext.User.Identity?.Name ?? "unknown", cancellation));
        return set.IsRefused
            ? set.Refusal!.ToProblem()
            : await ViewAsync(request, place.Value, set.Value, cancellation);
    }

    private async Task<IResult> ViewAsync(
        HttpRequest request, (Sku Sku, LocationId Location) place, VersionedPolicy policy,
        CancellationToken cancellation)
    {
        request.HttpContext.Response.Headers.ETag = $"\"{policy.ETag}\"";
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        var changes = await policies.ChangesAsync(place.Sku, place.Location, Changes, cancellation);
        return Answers.Ok(new PolicyView(
            place.Sku, place.Location, policy.Value.Safety, policy.Value.WebFence, policy.Value.ShopFence,
            [.. changes.Select(change => new PolicyChangeView(change.By, change.At, change.From, change.To))]));
    }

    private static Result<(Sku Sku, LocationId Location)> Read(string sku, string location) =>
        !Sku.TryParse(sku, out var known) ? StockRefusal.Unknown(sku)
        : !LocationId.TryParse(location, out var place)
            ? Refusal.NotFound("location.unknown", "There is no such location.")
        : (known, place);

    private static Result<StockPolicy> Check(StockPolicy policy)
    {
        (string Member, int Pieces)[] floors =
            [("safety", policy.Safety), ("webFence", policy.WebFence), ("shopFence", policy.ShopFence)];
        var bad = floors.FirstOrDefault(floor => floor.Pieces is < 0 or > MaxPieces).Member;
        return bad is null
            ? policy
            : Refusal.Invalid("stock.bad-quantity", $"/{bad}", $"0 to {MaxPieces} pieces.");
    }

    /// <param name="Changes">The latest first.</param>
    public sealed record PolicyView(
        Sku Sku, LocationId Location, int Safety, int WebFence, int ShopFence,
        IReadOnlyList<PolicyChangeView> Changes);

    public sealed record PolicyChangeView(string By, DateTimeOffset At, string From, string To);
}
