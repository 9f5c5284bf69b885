using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Keeps pieces for customers of a shop, and lets people extend and give back what is held.</summary>
public sealed class ManageReservations(
    ReservationDesk desk, DeskHolds holds, Locations locations, TimeProvider clock)
{
    private const int MaxText = 200;
    private const int MaxPieces = 1_000;
    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(7);

    /// <summary>Keeps pieces at a shop's desk until a time at most seven days ahead; without a location where most may
    /// be promised.</summary>
    [Function("KeepForCustomer")]
    [Authorize(Policy = Access.Stock)]
    [Consumes(typeof(HoldBody), "application/json")]
    [ProducesResponseType<ReservationView>(201)]
    public async Task<IResult> KeepAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "stock/{sku}/reservations")] HttpRequest request,
        string sku,
        CancellationToken cancellation)
    {
        var key = request.ReadIdempotencyKey();
        var body = await key.ThenAsync(_ => request.ReadAsync<HoldBody>(cancellation));
        var wish = body.Then(wanted => Check(sku, wanted, NameOf(request), key.Value));
        var kept = await wish.ThenAsync(wanted => holds.OpenAsync(wanted, clock.GetUtcNow(), cancellation));
        return kept.Match(
            hold => Answers.Created(
                $"/api/stock/{sku}/reservations", ReservationView.Of(hold, clock.GetUtcNow())),
            refusal => refusal.ToProblem());
    }

    /// <summary>Extends what may still lapse, at most 24 hours ahead.</summary>
    [Function("ExtendReservation")]
    [Authorize(Policy = Access.Stock)]
    [Consumes(typeof(ExtensionBody), "application/json")]
    [ProducesResponseType<ReservationView>(200)]
    public async Task<IResult> ExtendAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "post", Route = "stock/{sku}/reservations/{owner}/extension")]
        HttpRequest request,
        string sku, string owner,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<ExtensionBody>(cancellation);
        if (body.IsRefused || !Sku.TryParse(sku, out var known))
        {
            return (body.Refusal ?? StockRefusal.Unknown(sku)).ToProblem();
        }

        var extended = await desk.ExtendAsync(known, owner, body.Value.Until, NameOf(request), cancellation);
        return extended.Match(Answers.Ok, refusal => refusal.ToProblem());
    }

    /// <summary>Gives back what may still lapse; refused when its order stands.</summary>
    [Function("ReleaseReservation")]
    [Authorize(Policy = Access.Stock)]
    [Consumes(typeof(ReleaseBody), "application/json")]
    [ProducesResponseType<ReservationView>(200)]
    public async Task<IResult> ReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "stock/{sku}/reservations/{owner}")]
        HttpRequest request,
        string sku, string owner,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<ReleaseBody>(cancellation);
        var reason = body.Then(given => Text("/reason", given.Reason));
        if (reason.IsRefused || !Sku.TryParse(sku, out var known))
        {
            return (reason.Refusal ?? StockRefusal.Unknown(sku)).ToProblem();
        }

        var released = await desk.ReleaseAsync(known, owner, reason.Value, NameOf(request), cancellation);
        return released.Match(Answers.Ok, refusal => refusal.ToProblem());
    }

    private Result<DeskHoldWish> Check(string sku, HoldBody body, string by, string key)
    {
        var now = clock.GetUtcNow();
        LocationId location = default;
        return !Sku.TryParse(sku, out var known) ? StockRefusal.Unknown(sku)
            : body.Location is not null
                && (!LocationId.TryParse(body.Location, out location) || locations.Find(location) is null)
                ? Refusal.Invalid("location.unknown", "/location", "There is no such location.")
            : body.Quantity is < 1 or > MaxPieces
                ? Refusal.Invalid("stock.bad-quantity", "/quantity", $"1 to {MaxPieces} pieces.")
            : body.Until <= now || body.Until > now + LongestHold
                ? Refusal.Invalid("stock.bad-until", "/until", "Later than now, and at most seven days ahead.")
            : Text("/note", body.Note).Map(note => new DeskHoldWish(
                known, body.Location is null ? null : location, body.Quantity, body.Until, note, by, key));
    }

    private static Result<string> Text(string pointer, string text) =>
        text.Trim() is { Length: > 0 and <= MaxText } trimmed
            ? trimmed
            : Refusal.Invalid("stock.text-required", pointer, $"1 to {MaxText} characters.");

    private static string NameOf(HttpRequest request) => request.HttpContext.User.Identity?.Name ?? "unknown";

    /// <param name="Location">Null for wherever most may be promised.</param>
    /// <param name="Note">For whom; no more of a person than the shop needs to find them.</param>
    public sealed record HoldBody(int Quantity, DateTimeOffset Until, string Note, string? Location = null);

    public sealed record ExtensionBody(DateTimeOffset Until);

    public sealed record ReleaseBody(string Reason);
}
