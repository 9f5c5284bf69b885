using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>What every request of a recognised device passes: it is noted as heard and held to its pace, and every
/// answer tells what is left. Stands after authentication, before access.</summary>
public static class DeviceDoor
{
    public static void UseDeviceDoor(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var pace = app.Services.GetRequiredService<DevicePace>();
        var sightings = app.Services.GetRequiredService<DeviceSightings>();
        app.Use(next => context =>
        {
            // Everybody passes here, and most are customers.
            if (!context.User.IsInRole(Access.Device))
            {
                return next(context);
            }

            var device = context.User.Identity!.Name!;
            sightings.Note(device);
            var (field, refusal) = pace.Take(device);
            context.Response.OnStarting(Tell, (context.Response, field));
            return refusal is null ? next(context) : refusal.ToProblem().ExecuteAsync(context);
        });
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
