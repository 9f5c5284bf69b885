using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwistedThreads.Simulators.Host;

/// <summary>The public address of the app: routes of HTTP functions below the prefix, and nothing else.</summary>
internal sealed class PublicPort : IAsyncDisposable
{
    private const long MaxBodyBytes = 104_857_600;
    private readonly WebApplication _app;

    private PublicPort(WebApplication app) => (_app, Address) = (app, new Uri(app.Urls.First()));

    public Uri Address { get; }

    public static async Task<PublicPort> OpenAsync(
        HostJson host,
        IReadOnlyList<HostedFunction> functions,
        Handler handler,
        Proxy proxy,
        PlatformSignIn? signIn,
        CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Use((context, next) => FrontAsync(context, next, handler, signIn));
        app.UseRouting();
        foreach (var function in functions.Where(function => function is { Type: "httpTrigger", IsDisabled: false }))
        {
            Map(app, host, function, proxy);
        }

        app.MapGet("/", () => "Your Functions app is up and running.");
        await app.StartAsync(cancellation);
        return new PublicPort(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task FrontAsync(
        HttpContext context, RequestDelegate next, Handler handler, PlatformSignIn? signIn)
    {
        if (signIn?.Pass(context.Request) == false)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (handler.HasGivenUp)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await next(context);

        // To the host a route with another method is another route.
        if (context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false }
            && context.GetEndpoint()?.Metadata.GetMetadata<HostedFunction>() is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static void Map(WebApplication app, HostJson host, HostedFunction function, Proxy proxy)
    {
        var isOpen = string.Equals(function.OptionalText("authLevel"), "anonymous", StringComparison.OrdinalIgnoreCase);
        var methods = function.Texts("methods").Select(method => method.ToUpperInvariant());
        var prefix = host.RoutePrefix.Length == 0 ? "/" : $"/{host.RoutePrefix}/";
        app.MapMethods(prefix + (function.OptionalText("route") ?? function.Name), methods, context =>
        {
            if (isOpen)
            {
                return proxy.ForwardAsync(context);
            }

            // Keys are not simulated: whoever needs one has none.
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }).WithMetadata(function);
    }
}
