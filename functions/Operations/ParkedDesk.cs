using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Operations;

/// <summary>The operators' desk for messages that could not be handled: look, send on their way again,
/// or discard.</summary>
public sealed class ParkedDesk(ParkedMessages parked, Cursors cursors)
{
    private const int UsualPage = 30;
    private const int MaxReason = 500;
    private static readonly Refusal NotFound = Refusal.NotFound("parked.not-found", "There is no such parked message.");

    /// <summary>Parked messages with their reasons and their bytes.</summary>
    [Function("ListParked")]
    [Authorize(Policy = Access.Operator)]
    [ProducesResponseType<ParkedListView>(200)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "parked")] HttpRequest request,
        [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var size = request.ReadLimit(UsualPage);
        var place = size.Then(_ => cursors.Read(request, "parked"));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var (items, next) = await parked.ListAsync(size.Value, place.Value, cancellation);
        return Answers.Ok(new ParkedListView(
            [.. items.Select(ParkedView.Of)], next is null ? null : cursors.Write("parked", next)));
    }

    /// <summary>Sends a message to its queue again, unaltered.</summary>
    [Function("RedriveParked")]
    [Authorize(Policy = Access.Operator)]
    [ProducesResponseType<RedriveView>(202)]
    public async Task<IResult> RedriveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "parked/{id}/redrive")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        IsId(id) && await parked.RedriveAsync(id, NameOf(request), cancellation)
            ? TypedResults.Json(
                new RedriveView(id, "redriven"),
                Platform.Json.ShopJson.Stored,
                statusCode: StatusCodes.Status202Accepted)
            : NotFound.ToProblem();

    /// <summary>Gives a message up. A reason may be given; it stays in the audit with the message itself.</summary>
    [Function("DiscardParked")]
    [Authorize(Policy = Access.Operator)]
    [Consumes(typeof(DiscardBody), "application/json")]
    [ProducesResponseType(204)]
    public async Task<IResult> DiscardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "parked/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var body = request.ContentLength is null or 0 && request.ContentType is null
            ? new DiscardBody("no reason given")
            : await request.ReadAsync<DiscardBody>(cancellation);
        var reason = body.Then<string>(given => given.Reason.Trim() is { Length: > 0 and <= MaxReason } text
            ? text
            : Refusal.Invalid("parked.reason-required", "/reason", $"Say why, in 1 to {MaxReason} characters."));
        return reason.IsRefused ? reason.Refusal!.ToProblem()
            : IsId(id) && await parked.DiscardAsync(id, NameOf(request), reason.Value, cancellation)
                ? Results.NoContent()
            : NotFound.ToProblem();
    }

    /// <summary>What operators did to parked messages, and why; the message is kept in each entry.</summary>
    [Function("ListAudit")]
    [Authorize(Policy = Access.Operator)]
    [ProducesResponseType<AuditListView>(200)]
    public async Task<IResult> ListAuditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "audit")] HttpRequest request,
        [FromQuery] string? limit, [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var size = request.ReadLimit(UsualPage);
        var place = size.Then(_ => cursors.Read(request, "audit"));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var (items, next) = await parked.AuditAsync(size.Value, place.Value, cancellation);
        return Answers.Ok(new AuditListView(
            [
                .. items.Select(entry => new AuditView(
                    entry.Deed, entry.By, entry.Reason, entry.At, ParkedView.Of(entry.Message))),
            ],
            next is null ? null : cursors.Write("audit", next)));
    }

    private static bool IsId(string id) =>
        id.Length <= 64 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string NameOf(HttpRequest request) => request.HttpContext.User.Identity?.Name ?? "unknown";

    public sealed record ParkedListView(IReadOnlyList<ParkedView> Items, string? NextCursor);

    /// <param name="Body">The message as text; bytes that are no text are shown as replacement characters.</param>
    public sealed record ParkedView(
        string Id, string Queue, string Function, string MessageId, string Reason, int Deliveries,
        DateTimeOffset ParkedAt, string Body)
    {
        public static ParkedView Of(ParkedMessage message)
        {
            ArgumentNullException.ThrowIfNull(message);
            return new(
                message.Id, message.Queue, message.Function, message.MessageId, message.Reason, message.Deliveries,
                message.ParkedAt, Encoding.UTF8.GetString(message.Body));
        }
    }

    public sealed record AuditListView(IReadOnlyList<AuditView> Items, string? NextCursor);

    /// <param name="Deed">redrive or discard.</param>
    public sealed record AuditView(string Deed, string By, string Reason, DateTimeOffset At, ParkedView Message);

    public sealed record RedriveView(string Id, string Status);

    public sealed record DiscardBody(string Reason);
}
