using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Answers what happened, to things and at places: our scans and what partners told, alike.</summary>
public sealed class FindEvents(EventStore store, EventSearch search, PageTokens tokens, TimeProvider clock)
{
    private const string Address = "/api/epcis/events/";
    private const string LinkedData = "application/ld+json";

    [Function("FindEpcisEvents")]
    [Authorize(Policy = Access.Staff)]
    [QueryParameter("perPage", "Events in an answer: 1 to 100, usually 30.")]
    [QueryParameter("nextPageToken", "From the link to the next page.")]
    [QueryParameter("GE_eventTime", "From this time on. All parameters are in docs/traceability.md.")]
    [QueryParameter("EQ_bizStep", "Words of the Core Business Vocabulary, set off by vertical bars.")]
    [QueryParameter("MATCH_anyEPC", "A thing or a class, as URN or Digital Link.")]
    [ProducesResponseType<object>(200)]
    public async Task<IResult> FindAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "epcis/events")] HttpRequest request,
        CancellationToken cancellation)
    {
        if (request.Refused() is { } refused)
        {
            return refused;
        }

        var asked = request.Query
            .Where(part => part.Key != PageTokens.Token)
            .SelectMany(part => part.Value.Select(value => KeyValuePair.Create(part.Key, value ?? string.Empty)))
            .OrderBy(part => part.Key, StringComparer.Ordinal)
            .ToList();
        var query = EventQuery.Read(asked);
        var list = "events|" + ListOf(asked);
        var place = query.Then(_ => tokens.Read(request, list));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        if (place.Value is null && query.Value.MaxEventCount is { } most
            && await search.AreMoreThanAsync(query.Value, most, cancellation))
        {
            return new ProblemResult(StatusCodes.Status413PayloadTooLarge, Refusal.Invalid(
                "epcis.query-too-large", "/maxEventCount", $"More than {most} events match."));
        }

        var (found, next) = await PageAsync(query.Value, place.Value, cancellation);
        tokens.Link(request, list, next);
        return Written(request, Answer(found, request.WantsLinks()));
    }

    /// <summary>One event; when it was declared wrong, the declaration, which repeats the event.</summary>
    [Function("ShowEpcisEvent")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<object>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "epcis/events/{eventId}")] HttpRequest request,
        string eventId,
        CancellationToken cancellation)
    {
        if (request.Refused() is { } refused)
        {
            return refused;
        }

        var id = IdIn(request) ?? eventId;
        var kept = await store.FindAsync(EventKey.Of(id, true), cancellation)
            ?? await store.FindAsync(EventKey.Of(id, false), cancellation);
        if (kept is null)
        {
            return Refusal.NotFound("epcis.no-such-event", "There is no event of this id.").ToProblem();
        }

        var view = kept.ToEvent().Answer(kept.RecordTime, request.WantsLinks());
        var context = view["@context"] as JsonArray ?? [];
        context.Insert(0, JsonLdContext.Standard);
        view["@context"] = context.DeepClone();
        return Written(request, view);
    }

    private async Task<(IReadOnlyList<StoredEvent> Found, string? Next)> PageAsync(
        EventQuery query, string? place, CancellationToken cancellation)
    {
        var (delivered, start) = Open(place);
        var most = query.EventCountLimit is { } limit ? limit - delivered : int.MaxValue;
        var page = await search.FindAsync(query, start, Math.Min(query.PerPage, most), cancellation);
        delivered += page.Events.Count;
        var isOver = page.Next is null || page.Events.Count >= most;
        return (page.Events, isOver ? null : Text(delivered, page.Next!));
    }

    private JsonObject Answer(IReadOnlyList<StoredEvent> found, bool asLinks) => new()
    {
        ["@context"] = new JsonArray(JsonLdContext.Standard),
        ["type"] = "EPCISQueryDocument",
        ["schemaVersion"] = "2.0",
        ["creationDate"] = UtcConverter.Text(clock.GetUtcNow()),
        ["epcisBody"] = new JsonObject
        {
            ["queryResults"] = new JsonObject
            {
                ["queryName"] = "SimpleEventQuery",
                ["resultsBody"] = new JsonObject
                {
                    ["eventList"] = new JsonArray(
                        [.. found.Select(kept => kept.ToEvent().Answer(kept.RecordTime, asLinks))]),
                },
            },
        },
    };

    // Decoded once, from what was sent: a slash within an id is not one of the path.
    private static string? IdIn(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return target is not null && target.StartsWith(Address, StringComparison.OrdinalIgnoreCase)
            ? Uri.UnescapeDataString(target[Address.Length..].Split('?')[0])
            : null;
    }

    private static JsonHttpResult<JsonObject> Written(HttpRequest request, JsonObject view)
    {
        var accepted = request.Headers.Accept.ToString();
        var type = accepted.Contains(LinkedData, StringComparison.OrdinalIgnoreCase) ? LinkedData : "application/json";
        return TypedResults.Json(view, ShopJson.Stored, type);
    }

    // A place is good for the same question only; how much comes at a time may change.
    private static string ListOf(IEnumerable<KeyValuePair<string, string>> asked) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
            '&', asked.Where(part => part.Key != "perPage").Select(part => $"{part.Key}={part.Value}")))));

    private static string Text(int delivered, SearchPlace place) => string.Join(
        '\t', delivered.ToString(CultureInfo.InvariantCulture), place.List, place.Continuation, place.After);

    private static (int Delivered, SearchPlace? Start) Open(string? place) => place?.Split('\t') is
        [var delivered, var list, var continuation, var after]
        ? (int.Parse(delivered, CultureInfo.InvariantCulture),
            new SearchPlace(list, Given(continuation), Given(after)))
        : (0, null);

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
