using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Operations;

/// <summary>After the loss of a bus: sends all facts since a time again, from the outboxes where they are
/// kept.</summary>
public sealed class RedriveOutbox(
    FunctionIndex index, IDocuments documents, IMessageSender sender, Cursors cursors, TimeProvider clock)
{
    private const string List = "outbox";
    private const int PagesPerCall = 10;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Sends a bounded number and answers with a cursor; call again with it until there is none.</summary>
    [Function("RedriveOutbox")]
    [Authorize(Policy = Access.Operator)]
    [Consumes(typeof(RedriveBody), "application/json")]
    [ProducesResponseType<RedriveView>(200)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "outbox/redrive")] HttpRequest request,
        [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var place = cursors.Read(request, List).Then(Open);
        var body = await place.ThenAsync(_ => request.ReadAsync<RedriveBody>(cancellation));
        var since = body.Then(Check);
        return since.IsRefused
            ? since.Refusal!.ToProblem()
            : Answers.Ok(await RedriveAsync(since.Value, place.Value, cancellation));
    }

    private async Task<RedriveView> RedriveAsync(DateTimeOffset since, Place place, CancellationToken cancellation)
    {
        var outboxes = Outboxes;
        var sent = 0;
        for (var page = 0; page < PagesPerCall && place.Outbox < outboxes.Count; page++)
        {
            var (count, next) = await Outbox.RedriveAsync(
                documents, sender, outboxes[place.Outbox], since, place.Cursor, cancellation);
            sent += count;
            place = next is null ? new Place(place.Outbox + 1, null) : place with { Cursor = next };
        }

        return new RedriveView(sent, place.Outbox < outboxes.Count ? cursors.Write(List, place.ToString()) : null);
    }

    // Wherever a relay listens, facts are waiting or have been.
    private List<string> Outboxes =>
    [
        .. index.With<CosmosDBTriggerAttribute>()
            .Where(relay => relay.Function.OnlyKind == Outbox.Kind)
            .Select(relay => relay.Trigger.ContainerName)
            .Order(StringComparer.Ordinal),
    ];

    private Result<DateTimeOffset> Check(RedriveBody body)
    {
        var now = clock.GetUtcNow();
        return body.Since > now || body.Since < now - Kept
            ? Refusal.Invalid("outbox.bad-since", "/since", "A time within the last seven days.")
            : body.Since;
    }

    private static Result<Place> Open(string? text)
    {
        var parts = (text ?? "0|").Split('|', 2);
        return new Place(
            int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
            parts[1].Length == 0 ? null : parts[1]);
    }

    private sealed record Place(int Outbox, string? Cursor)
    {
        public override string ToString() =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Outbox}|{Cursor}");
    }

    /// <param name="Since">UTC; the outboxes keep seven days.</param>
    public sealed record RedriveBody(DateTimeOffset Since);

    /// <param name="Sent">Facts that were sent by this call.</param>
    /// <param name="NextCursor">Call again with <c>?cursor=</c>; null when all were sent.</param>
    public sealed record RedriveView(int Sent, string? NextCursor);
}
