using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Fulfilment;

/// <summary>Lists what is to be done at a location, oldest order first: for staff,
/// and for the location's own scanners.</summary>
public sealed class ListTasks(IShipments shipments, Locations locations)
{
    private const int Shipments = 500;

    [Function(nameof(ListTasks))]
    [Authorize(Policy = Access.Floor)]
    [ProducesResponseType<TaskListView>(200)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "locations/{id}/tasks")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!LocationId.TryParse(id, out var location) || locations.Find(location) is null)
        {
            return Refusal.NotFound("location.unknown", "There is no such location.").ToProblem();
        }

        var bound = request.HttpContext.User.FindFirst(Access.LocationClaim)?.Value;
        if (bound is not null && bound != id)
        {
            return new Refusal(RefusalKind.Forbidden, "access.other-location", "This device works at another location.")
                .ToProblem();
        }

        var open = await shipments.FindOpenAsync(location, Shipments, cancellation);
        return Answers.Ok(
            new TaskListView([.. open.SelectMany(shipment => FloorTask.Of(shipment.Value)).Select(ViewOf)]));
    }

    private static TaskView ViewOf(FloorTask task) =>
        new(task.Id, task.Kind, task.Order, task.Line, task.Sku, task.Quantity, task.DueBy,
        task.Stop is null ? "open" : "stopped", task.Stop);

    public sealed record TaskListView(IReadOnlyList<TaskView> Items);

    /// <param name="Status">open, or stopped by a scan of the wrong article or lot until the right one is
    /// scanned.</param>
    /// <param name="Problem">Why it is stopped.</param>
    public sealed record TaskView(
        string Id, FloorTaskKind Kind, OrderId OrderId, string LineId, Sku Sku, int Quantity, DateOnly DueBy,
        string Status, TaskStop? Problem);
}
