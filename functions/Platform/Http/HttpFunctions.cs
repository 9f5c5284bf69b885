using System.Diagnostics;
using System.Linq.Expressions;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>Maps HTTP functions to endpoints of the framework, which then does routing, access,
/// limits and OpenAPI.</summary>
public static class HttpFunctions
{
    public const string RoutePrefix = "/api/";

    public static void MapHttpFunctions(this WebApplication app)
    {
        var index = app.Services.GetRequiredService<FunctionIndex>();
        foreach (var (function, trigger) in index.With<HttpTriggerAttribute>())
        {
            var target = app.Services.GetRequiredService(function.Class);
            var signature = function.Method.GetParameters().Select(parameter => parameter.ParameterType)
                .Append(function.Method.ReturnType);
            var handler = function.Method.CreateDelegate(Expression.GetDelegateType([.. signature]), target);
            var methods = trigger.Methods.Select(method => method.ToUpperInvariant());
            app.MapMethods(RoutePrefix + trigger.Route, methods, handler)
                .WithName(function.Name)
                .WithTags(function.Class.Namespace!.Split('.')[^1])
                .WithMetadata(function);
        }
    }

    /// <summary>What stands around every request: trace, meter, and an answer in problem details whatever happens. One
    /// step instead of three, because it is paid on every read of the catalogue.</summary>
    public static void UseFunctionPipeline(this WebApplication app)
    {
        var meter = app.Services.GetRequiredService<UsageMeter>();
        app.Use(next => context => RunAsync(context, next, meter, app.Logger));
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate next, UsageMeter meter, ILogger log)
    {
        var function = context.GetEndpoint()?.Metadata.GetMetadata<FunctionDescriptor>();
        using var trace = Traced(context.Request);
        using var invocation = function is null ? null : meter.Begin(function.Name, function.ScaleGroup);
        try
        {
            await next(context);
        }
#pragma warning disable CA1031 // The outermost place: whatever broke, the caller gets an answer.
        catch (Exception fault) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            context.Response.Clear();
            await Faults.AnswerFaultAsync(context, fault, log);
            return;
        }

        if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null })
        {
            await Faults.AnswerStatusAsync(context);
        }
    }

    // W3C trace context: a caller's trace is continued, a change begins one. A plain read has nothing to follow.
    private static Activity? Traced(HttpRequest request)
    {
        var parent = request.Headers.TraceParent.ToString();
        if (parent.Length == 0 && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            return null;
        }

        var activity = new Activity("request");
        if (ActivityContext.TryParse(parent, request.Headers.TraceState, out var context))
        {
            activity.SetParentId(context.TraceId, context.SpanId, context.TraceFlags);
            activity.TraceStateString = context.TraceState;
        }

        activity.Start();
        request.HttpContext.Response.Headers.TraceParent = activity.Id;
        return activity;
    }
}
