using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Takes in EPCIS documents of partners and scanners. What is wrong with the whole document is said at once;
/// what becomes of its events, the capture job tells.</summary>
public sealed class CaptureEvents(CaptureStore captures, CaptureDesk desk)
{
    private const string Behaviour = "GS1-Capture-Error-Behaviour";

    [Function("CaptureEpcisDocument")]
    [Authorize(Policy = Access.Capture)]
    [Consumes(typeof(JsonElement), "application/json", "application/ld+json")]
    [ProducesResponseType(202)]
    public async Task<IResult> CaptureAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "epcis/capture")] HttpRequest request,
        CancellationToken cancellation)
    {
        request.TellLimits();
        if (request.Refused() is { } refused)
        {
            return refused;
        }

        var isAllOrNothing = ReadBehaviour(request);
        var json = await isAllOrNothing.ThenAsync(_ => request.ReadJsonAsync(cancellation));
        var document = json.Then(EpcisReader.ReadDocument);
        if (document.IsRefused)
        {
            return document.Refusal!.ToAnswer();
        }

        if (document.Value.Events.Count > EpcisRequest.MaxEvents)
        {
            return new ProblemResult(StatusCodes.Status413PayloadTooLarge, Refusal.Invalid(
                "epcis.too-many-events", "/epcisBody/eventList",
                $"A document holds {EpcisRequest.MaxEvents} events at most."));
        }

        var order = new CaptureOrder(isAllOrNothing.Value, SenderOf(request), request.BoundTo());
        var job = await captures.AcceptAsync(json.Value, order, cancellation);
        request.HttpContext.Response.Headers[Behaviour] = order.IsAllOrNothing ? "rollback" : "proceed";
        return TypedResults.Accepted($"/api/epcis/capture/{job.Id}");
    }

    [Function("CaptureEpcisEvent")]
    [Authorize(Policy = Access.Capture)]
    [Consumes(typeof(JsonElement), "application/json", "application/ld+json")]
    [ProducesResponseType(201)]
    public async Task<IResult> CaptureOneAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "epcis/events")] HttpRequest request,
        CancellationToken cancellation)
    {
        request.TellLimits();
        if (request.Refused() is { } refused)
        {
            return refused;
        }

        var json = await request.ReadJsonAsync(cancellation);
        var read = json.Then(EpcisReader.ReadSingle);
        if (read.IsRefused)
        {
            return read.Refusal!.ToAnswer();
        }

        var (happened, bound) = (read.Value, request.BoundTo());
        var fault = desk.FaultOf(happened, string.Empty, bound)
            ?? await desk.ClashOfAsync(happened, string.Empty, bound, EventOrigin.Single, cancellation);
        if (fault is null)
        {
            var fate = await desk.CaptureAsync(happened, EventOrigin.Single, SenderOf(request), cancellation);
            fault = fate == EventFate.Exists ? CaptureDesk.Exists(string.Empty) : null;
        }

        return fault is null
            ? TypedResults.Created($"/api/epcis/events/{Uri.EscapeDataString(happened.EventId)}")
            : RefusalOf(fault).ToProblem();
    }

    private static Refusal RefusalOf(InputFault fault) => new(
        fault.Code == CaptureDesk.ExistsCode ? RefusalKind.Conflict : RefusalKind.Malformed, fault.Code, fault.Detail)
    {
        Faults = [fault],
    };

    private static string SenderOf(HttpRequest request) => request.HttpContext.User.Identity?.Name ?? string.Empty;

    private static Result<bool> ReadBehaviour(HttpRequest request)
    {
        var asked = request.Headers[Behaviour].ToString();
        return asked switch
        {
            "" or "rollback" => true,
            "proceed" => false,
            _ => Refusal.Malformed("epcis.bad-behaviour", string.Empty, $"{Behaviour} is rollback or proceed."),
        };
    }
}
