using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>What both homes have in common.</summary>
public static class FunctionRuntime
{
    /// <summary>Registers the function classes of a home and the one path that starts them.</summary>
    public static IServiceCollection AddFunctionRuntime(this IServiceCollection services, Home home)
    {
        var functions = FunctionDescriptor.Discover(typeof(FunctionRuntime).Assembly, home);
        foreach (var type in functions.Select(function => function.Class).Distinct())
        {
            services.AddSingleton(type);
        }

        return services
            .AddSingleton(provider => new FunctionIndex(functions, provider.GetRequiredService<IConfiguration>()))
            .AddSingleton(Deadlines.Usual)
            .AddSingleton<FunctionInvoker>()
            .AddSingleton<Readiness>()
            .AddSingleton<ParkedMessages>()
            .AddSingleton<Outbox>()
            .AddSingleton<UsageMeter>()
            .AddSingleton<GuestTokens>()
            .AddSingleton<Cursors>();
    }
}
