using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>Gives a scanner its key for one location.</summary>
public sealed class DeviceEnrolment(DeviceRegistry devices, Locations locations)
{
    private const int LongestName = 64;

    public async Task<Result<EnrolView>> EnrolAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = await request.ReadAsync<EnrolBody>(cancellation);
        return await body.Then(Check).ThenAsync<EnrolView>(async wanted =>
        {
            var by = request.HttpContext.User.Identity?.Name ?? "development";
            var (device, key) = await devices.EnrolAsync(wanted.Location, wanted.Name, by, cancellation);
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return new EnrolView(device.Id, key);
        });
    }

    private Result<(LocationId Location, string? Name)> Check(EnrolBody body)
    {
        if (!LocationId.TryParse(body.Location, out var location) || locations.Find(location) is null)
        {
            return Refusal.Invalid("location.unknown", "/location", "There is no such location.");
        }

        var name = body.Name?.Trim();
        return name is { Length: 0 or > LongestName } || name?.Any(char.IsControl) is true
            ? Refusal.Invalid("device.bad-name", "/name", $"A name has 1 to {LongestName} characters.")
            : (location, name);
    }

    /// <param name="Name">What people call it, 1 to 64 characters; may be left out.</param>
    public sealed record EnrolBody(string Location, string? Name = null);

    /// <param name="Key">Shown this once, kept nowhere.</param>
    public sealed record EnrolView(string DeviceId, string Key);
}
