namespace TwistedThreads.Functions.Traceability;

public static class TraceabilityModule
{
    public static IServiceCollection AddTraceability(this IServiceCollection services) => services
        .AddSingleton(EventStore.Container)
        .AddSingleton<EventStore>()
        .AddSingleton<EventIndex>()
        .AddSingleton<EventSearch>()
        .AddSingleton<CaptureStore>()
        .AddSingleton<CaptureDesk>()
        .AddSingleton<PageTokens>();
}
