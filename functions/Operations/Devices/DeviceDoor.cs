using Microsoft.AspNetCore.Authentication;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>What every request of a recognised device passes: it is noted as heard and held to its pace, and every
/// answer tells what is left. Stands before access, so that what is forbidden is counted too.</summary>
public static class DeviceDoor
{
    public const string KeyHeader = "Device-Key";

    public static void UseDeviceDoor(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var pace = app.Services.GetRequiredService<DevicePace>();
        var sightings = app.Services.GetRequiredService<DeviceSightings>();

        // Nearly everybody who passes here is a customer and has no key.
        app.Use(next => context => context.Request.Headers.ContainsKey(KeyHeader)
            ? PassAsync(context, next, pace, sightings)
            : next(context));
    }

    private static async Task PassAsync(
        HttpContext context, RequestDelegate next, DevicePace pace, DeviceSightings sightings)
    {
        // Asked once a request: access hears the same answer.
        var known = await context.AuthenticateAsync(ShopAuthentication.Scheme);
        if (known.Principal is not { Identity.Name: { } device } principal || !principal.IsInRole(Access.Device))
        {
            await next(context);
            return;
        }

        sightings.Note(device);
        var (field, refusal) = pace.Take(device);
        context.Response.OnStarting(Tell, (context.Response, field));
        await (refusal is null ? next(context) : refusal.ToProblem().ExecuteAsync(context));
    }

    // At the last moment: what is answered after a fault begins with no header at all.
    private static Task Tell(object state)
    {
        var (response, field) = ((HttpResponse Response, string Field))state;
        response.Headers["RateLimit-Policy"] = DevicePace.PolicyField;
        response.Headers["RateLimit"] = field;
        return Task.CompletedTask;
    }
}
