using System.Linq.Expressions;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>Maps HTTP functions to endpoints of the framework, which then does routing, access, limits and OpenAPI.</summary>
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
            app.MapMethods(RoutePrefix + trigger.Route, trigger.Methods.Select(method => method.ToUpperInvariant()), handler)
                .WithName(function.Name)
                .WithTags(function.Class.Namespace!.Split('.')[^1])
                .WithMetadata(function);
        }
    }

    /// <summary>Meters every request that reaches a function.</summary>
    public static void UseMetering(this WebApplication app)
    {
        var meter = app.Services.GetRequiredService<UsageMeter>();
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<FunctionDescriptor>() is not { } function)
            {
                await next(context);
                return;
            }

            using var invocation = meter.Begin(function.Name, function.ScaleGroup);
            await next(context);
        });
    }
}
