namespace TwistedThreads.Functions.Scanners;

public static class ScannersModule
{
    public static IServiceCollection AddScanners(this IServiceCollection services) => services
        .AddSingleton<ScanReading>()
        .AddSingleton<ScanStore>();
}
