using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>The operators' desk for scanners: look, give another key, revoke. No key is shown again.</summary>
public sealed class DeviceDesk(
    DeviceRegistry devices, DeviceSightings sightings, Cursors cursors, TimeProvider clock)
{
    private const int UsualPage = 30;
    private const int MaxReason = 500;

    /// <summary>Devices in the order of their enrolment, and when each was last heard.</summary>
    [Function("ListDevices")]
    [Authorize(Policy = Access.Operator)]
    [ProducesResponseType<DeviceListView>(200)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "devices")] HttpRequest request,
        [FromQuery] string? location, [FromQuery] string? status, [FromQuery] string? limit,
        [FromQuery] string? cursor,
        CancellationToken cancellation)
    {
        var list = $"devices|{location}|{status}";
        var filter = Filter(location ?? string.Empty, status ?? string.Empty);
        var size = filter.Then(_ => request.ReadLimit(UsualPage));
        var place = size.Then(_ => cursors.Read(request, list));
        if (place.IsRefused)
        {
            return place.Refusal!.ToProblem();
        }

        var (items, next) = await devices.ListAsync(filter.Value, size.Value, place.Value, cancellation);
        return Answers.Ok(new DeviceListView(
            await Task.WhenAll(items.Select(device => ViewAsync(device, cancellation))),
            next is null ? null : cursors.Write(list, next)));
    }

    /// <summary>One device, and everything that was done to it.</summary>
    [Function("ShowDevice")]
    [Authorize(Policy = Access.Operator)]
    [ProducesResponseType<DeviceView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "devices/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await AnswerAsync(await devices.FindAsync(id, cancellation), cancellation);

    /// <summary>Ends a device for good: its next request is refused. Safe to repeat; the first reason stands.</summary>
    [Function("RevokeDevice")]
    [Authorize(Policy = Access.Operator)]
    [Consumes(typeof(RevocationBody), "application/json")]
    [ProducesResponseType<DeviceView>(200)]
    public async Task<IResult> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "devices/{id}/revocation")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<RevocationBody>(cancellation);
        var reason = body.Then<string>(given =>
            given.Reason.Trim() is { Length: > 0 and <= MaxReason } text && !text.Any(char.IsControl)
                ? text
                : Refusal.Invalid("device.reason-required", "/reason", $"Say why, in 1 to {MaxReason} characters."));
        return await AnswerAsync(
            await reason.ThenAsync(why => devices.RevokeAsync(id, NameOf(request), why, cancellation)), cancellation);
    }

    /// <summary>Issues another key, shown this once. The present one works until the new one is first used, for 24
    /// hours at most.</summary>
    [Function("RenewDeviceKey")]
    [Authorize(Policy = Access.Operator)]
    [ProducesResponseType<KeyView>(200)]
    public async Task<IResult> RenewKeyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "devices/{id}/keys")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var renewed = await devices.RenewKeyAsync(id, NameOf(request), cancellation);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return renewed.Match(
            issued => Answers.Ok(new KeyView(
                issued.Device.Id, issued.Key, issued.Device.OldKeyWorksUntil(clock.GetUtcNow()))),
            refusal => refusal.ToProblem());
    }

    private static Result<Func<Device, bool>> Filter(string location, string status) =>
        location.Length > 0 && !LocationId.TryParse(location, out _)
            ? new Refusal(RefusalKind.Malformed, "device.bad-location", "A location is a code such as WH1.")
        : status is not ("" or "active" or "revoked")
            ? new Refusal(RefusalKind.Malformed, "device.bad-status", "The status is active or revoked.")
        : (Func<Device, bool>)(device =>
            (location.Length == 0 || device.Location.Value == location)
            && (status.Length == 0 || device.IsRevoked == (status == "revoked")));

    private static string NameOf(HttpRequest request) => request.HttpContext.User.Identity?.Name ?? "unknown";

    private async Task<IResult> AnswerAsync(Result<Device> device, CancellationToken cancellation) => device.IsRefused
        ? device.Refusal!.ToProblem()
        : Answers.Ok(await ViewAsync(device.Value, cancellation));

    private async Task<DeviceView> ViewAsync(Device device, CancellationToken cancellation) =>
        DeviceView.Of(device, await sightings.FindAsync(device.Id, cancellation), clock.GetUtcNow());

    public sealed record DeviceListView(IReadOnlyList<DeviceView> Items, string? NextCursor);

    /// <param name="Key">Shown this once, kept nowhere.</param>
    /// <param name="OldKeyWorksUntil">UTC, or until the new key is first used; null when the old one no longer
    /// works.</param>
    public sealed record KeyView(string DeviceId, string Key, DateTimeOffset? OldKeyWorksUntil);

    /// <param name="Reason">Such as <c>lost</c>; 1 to 500 characters, kept with the device.</param>
    public sealed record RevocationBody(string Reason);
}

/// <param name="Status">active or revoked.</param>
/// <param name="LastSeenAt">UTC, a minute early at most; null when it was never heard.</param>
/// <param name="LastBatch">Id of the last batch that was taken in from it, as far as is known.</param>
/// <param name="OldKeyWorksUntil">UTC; null unless a new key waits for its first use.</param>
/// <param name="Deeds">Who did what to it and why, oldest first.</param>
public sealed record DeviceView(
    string Id, string? Name, LocationId Location, string Status, DateTimeOffset? LastSeenAt, string? LastBatch,
    DateTimeOffset? OldKeyWorksUntil, IReadOnlyList<DeviceDeed> Deeds)
{
    public static DeviceView Of(Device device, Sighting? sighting, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new(
            device.Id, device.Name, device.Location, device.IsRevoked ? "revoked" : "active", sighting?.At,
            sighting?.Batch, device.OldKeyWorksUntil(now), device.Deeds);
    }
}
