using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Operations;

/// <summary>Gives a scanner its key for one location.</summary>
public sealed class DeviceEnrolment(DeviceRegistry devices, Locations locations)
{
    public async Task<Result<EnrolView>> EnrolAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = await request.ReadAsync<EnrolBody>(cancellation);
        var location = body.Then<LocationId>(wanted =>
            LocationId.TryParse(wanted.Location, out var id) && locations.Find(id) is not null
                ? id
                : Refusal.Invalid("location.unknown", "/location", "There is no such location."));
        return await location.ThenAsync<EnrolView>(async known =>
        {
            var (device, key) = await devices.EnrolAsync(known, cancellation);
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return new EnrolView(device.Id, key);
        });
    }

    public sealed record EnrolBody(string Location);

    /// <param name="Key">Shown this once, kept nowhere.</param>
    public sealed record EnrolView(string DeviceId, string Key);
}
