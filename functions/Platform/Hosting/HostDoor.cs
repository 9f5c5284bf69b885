using Microsoft.AspNetCore.Http.Features;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>The one door on Azure. The host posts invocations to the same port to which it passes the whole world's
/// requests, so the door tells them apart before anything is decoded or routed.</summary>
/// <remarks>What the world sends lies below <c>/api/</c> and, in proxy mode, bears forwarding headers; what the host
/// itself posts bears none of them and names a function exactly. Anything else is not there.</remarks>
public sealed partial class HostDoor(
    HostInvocations invocations, Readiness readiness, Deadlines deadlines, ILogger<HostDoor> log)
{
    public const string InvocationId = "X-Azure-Functions-InvocationId";
    private const string Alive = HttpFunctions.RoutePrefix + "health/live";

    private static readonly string[] MarksOfTheWorld =
        ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "x-ms-invocation-id"];

    private static readonly Func<ILogger, string, IDisposable?> Scope =
        LoggerMessage.DefineScope<string>("Invocation {InvocationId}");

    private static readonly Refusal Starting = new(
        RefusalKind.Unavailable, "shop.starting", "The shop is opening.")
    { RetryAfter = TimeSpan.FromSeconds(2) };

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        using var scope = context.Request.Headers.TryGetValue(InvocationId, out var id)
            ? Scope(log, id.ToString())
            : null;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (IsOfTheWorld(context.Request, target))
        {
            await ServeAsync(context, next);
        }
        else if (target == "/" && HttpMethods.IsGet(context.Request.Method))
        {
            // The host's question whether anybody is there.
            await next(context);
        }
        else if (Invoked(context.Request, target) is { } function)
        {
            await invocations.AnswerAsync(context, function);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await Faults.AnswerStatusAsync(context);
        }
    }

    // Both as sent and as decoded: what climbs out of /api/, or into it, is neither the one nor the other.
    private static bool IsOfTheWorld(HttpRequest request, string target) =>
        target.StartsWith(HttpFunctions.RoutePrefix, StringComparison.OrdinalIgnoreCase)
        && request.Path.Value!.StartsWith(HttpFunctions.RoutePrefix, StringComparison.OrdinalIgnoreCase);

    private FunctionDescriptor? Invoked(HttpRequest request, string target)
    {
        if (!HttpMethods.IsPost(request.Method) || invocations.Find(target) is not { } function)
        {
            return null;
        }

        if (!MarksOfTheWorld.Any(request.Headers.ContainsKey))
        {
            return function;
        }

        LogIntruder(function.Name);
        return null;
    }

    private async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        if (!readiness.IsReady && !context.Request.Path.StartsWithSegments(Alive, StringComparison.OrdinalIgnoreCase))
        {
            await Starting.ToProblem().ExecuteAsync(context);
            return;
        }

        using var deadline = RequestDeadline.Set(context, deadlines.Request, deadlines.Grace);
        await next(context);
    }

    [LoggerMessage(LogLevel.Warning, "Somebody from outside asked for {Function}, which only the host may start")]
    private partial void LogIntruder(string function);
}
