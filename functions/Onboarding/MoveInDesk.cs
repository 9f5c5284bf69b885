using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Begins the move of a shop into the ledger, and shows how far it has come (docs/moving-in.md).</summary>
public sealed class MoveInDesk(
    MoveInStore store, MovedInFlags flags, ShelfReading shelves, Locations locations, IIdSource ids,
    TimeProvider clock)
{
    /// <summary>Begins a move-in. From now on, until it has cut over, the web promises nothing of the shop.</summary>
    [Function("OpenMoveIn")]
    [Authorize(Policy = Access.Operator)]
    [Consumes(typeof(OpenBody), "application/json")]
    [ProducesResponseType<MoveInView>(201)]
    public async Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "move-ins")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<OpenBody>(cancellation);
        var opened = await body.ThenAsync(given => OpenAsync(given, request.NameOfCaller(), cancellation));
        return opened.Match(
            moveIn => Answers.Created($"/api/move-ins/{moveIn.Id}", MoveInView.Of(moveIn, isMovedIn: false)),
            refusal => refusal.ToProblem());
    }

    /// <summary>One move-in: its state, its counts, its days, and everything that was done to it.</summary>
    [Function("ShowMoveIn")]
    [Authorize(Policy = Access.Planner)]
    [ProducesResponseType<MoveInView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "move-ins/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var found = await store.FindAsync(id, cancellation);
        return found.IsRefused
            ? found.Refusal!.ToProblem()
            : Answers.Ok(MoveInView.Of(
                found.Value, await flags.IsMovedInAsync(found.Value.Location, cancellation)));
    }

    private async Task<Result<MoveIn>> OpenAsync(OpenBody body, string by, CancellationToken cancellation)
    {
        if (!LocationId.TryParse(body.Location, out var location) || locations.Find(location) is null)
        {
            return Refusal.Invalid("location.unknown", "/location", "There is no such location.");
        }

        if (locations.IsWarehouse(location))
        {
            return Refusal.Invalid("move-in.not-a-shop", "/location", "Only shops move in; a warehouse always was.");
        }

        if (await store.UnderWayAsync(location, cancellation) is { } open)
        {
            return MoveInRefusal.OpenAlready(open);
        }

        var again = await flags.IsMovedInAsync(location, cancellation)
            && await shelves.HasStockAsync(location, cancellation);
        if (again && body.Again is not true)
        {
            return MoveInRefusal.MovedInAlready(location);
        }

        var now = clock.GetUtcNow();
        var moveIn = new MoveIn(MoveInId.Of(ids, location), MoveInStatus.Drafted, again, now)
        {
            Deeds = [new MoveInDeed("create", by, null, now)],
        };

        // First: whoever dies in between has stopped promises, and begins again without being asked twice.
        await flags.SetAsync(location, false, moveIn.Id, by, now, cancellation);
        return await store.CreateAsync(moveIn, cancellation);
    }

    /// <param name="Location">Code of the shop.</param>
    /// <param name="Again">Whether a shop that is moved in is to be moved in anew.</param>
    public sealed record OpenBody(string Location, bool? Again = null);
}
