using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Tells what became of capture jobs.</summary>
/// <remarks>EPCIS 2.0, section 12.6: running, success and errors of a job.</remarks>
public sealed class ShowCaptures(CaptureStore captures, PageTokens tokens)
{
    private const string List = "captures";

    [Function("ShowCapture")]
    [Authorize(Policy = Access.Floor)]
    [ProducesResponseType<CaptureJobView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "epcis/capture/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (request.Refused() is { } refused)
        {
            return refused;
        }

        var bound = request.BoundTo();
        var job = SortableId.IsValid(id, "cap_") ? await captures.FindAsync(id, cancellation) : null;
        return job is null || (bound is not null && job.Value.Order.BoundTo != bound)
            ? Refusal.NotFound("epcis.no-such-capture", "There is no such capture job.").ToProblem()
            : Answers.Ok(ViewOf(job.Value));
    }

    /// <summary>All jobs of the last ninety days, the newest first.</summary>
    [Function("ListCaptures")]
    [Authorize(Policy = Access.Staff)]
    [QueryParameter("perPage", "Jobs in an answer: 1 to 100, usually 30.")]
    [QueryParameter("nextPageToken", "From the link to the next page.")]
    [ProducesResponseType<IReadOnlyList<CaptureJobView>>(200)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "epcis/capture")] HttpRequest request,
        CancellationToken cancellation)
    {
        if (request.Refused() is { } refused)
        {
            return refused;
        }

        var size = PageTokens.ReadSize(request);
        var place = size.Then(_ => tokens.Read(request, List));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var (jobs, next) = await captures.ListAsync(size.Value, place.Value, cancellation);
        tokens.Link(request, List, next);
        return Answers.Ok<IReadOnlyList<CaptureJobView>>([.. jobs.Select(ViewOf)]);
    }

    private static CaptureJobView ViewOf(CaptureJob job) => new(
        job.Id, job.State != CaptureState.Done, job.Errors.Count == 0,
        job.Order.IsAllOrNothing ? "rollback" : "proceed", job.CreatedAt, job.FinishedAt, job.Captured,
        [.. job.Errors.Select(error => new CaptureErrorView(
            "https://twistedthreads.example/problems/" + error.Code.Replace('.', '/'), error.Code, error.Detail,
            error.Pointer))]);

    /// <param name="Success">False as soon as anything was wrong.</param>
    /// <param name="Captured">Events taken in; told when the job is done.</param>
    public sealed record CaptureJobView(
        string CaptureID, bool Running, bool Success, string CaptureErrorBehaviour, DateTimeOffset CreatedAt,
        DateTimeOffset? FinishedAt, int Captured, IReadOnlyList<CaptureErrorView> Errors);

    /// <param name="Pointer">JSON Pointer into the document that was sent.</param>
    public sealed record CaptureErrorView(string Type, string Code, string Detail, string Pointer);
}
