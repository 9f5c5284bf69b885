using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Finance;
using TwistedThreads.Functions.Onboarding;
using TwistedThreads.Functions.Platform.Blobs;
using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Identity;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Samples;

namespace TwistedThreads.Functions;

/// <summary>The shop as a custom handler of the Azure Functions host.</summary>
public static partial class AzureShop
{
    // The host gives a process 30 s until it listens; a process that listens may still say that it is opening.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private const int WritersAtOnce = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync()
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        await using var app = Build(settings, AddStores);
        await OpenAsync(app, Patience, CancellationToken.None);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return AzureHome.ExitCode;
    }

    /// <summary>Puts the sample shop into the document service that the environment names, for trials and
    /// tests.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> ImportSamplesAsync()
    {
        var noPort = new Dictionary<string, string?>(StringComparer.Ordinal) { [AzureHome.PortVariable] = "0" };
        var settings = new ConfigurationBuilder().AddInMemoryCollection(noPort).AddEnvironmentVariables().Build();
        await using var app = Build(settings, AddStores);
        await app.Services.PrepareCosmosAsync(CancellationToken.None);
        await app.Services.GetRequiredService<ShopImport>()
            .ImportAsync(SampleFiles.Beside, WritersAtOnce, CancellationToken.None);
        Console.WriteLine("The sample shop is on the books.");
        return 0;
    }

    /// <param name="settings">What the process was given as environment.</param>
    /// <param name="stores">Adds documents and messages.</param>
    public static WebApplication Build(IConfiguration settings, Action<IServiceCollection, IConfiguration> stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        var builder = AzureHome.CreateBuilder(settings);
        builder.Services.AddAzureHome().AddSingleton<ISignIn, AppServiceSignIn>()
            .AddSingleton(new CataloguePace(TimeSpan.FromSeconds(1)))
            .AddSingleton(new UsagePace(TimeSpan.FromSeconds(10)));
        stores(builder.Services, builder.Configuration);
        builder.AddShop(Home.Azure);
        var app = builder.Build();
        app.UseHostDoor();
        app.UseShop();
        return app;
    }

    /// <summary>Opens the shop, or at least its door: when the store cannot be read in time the process listens all the
    /// same, says that it is opening, and goes on trying.</summary>
    public static async Task OpenAsync(WebApplication app, TimeSpan patience, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(app);
        var opening = OpenInTheEndAsync(app.Services, app.Logger, app.Lifetime.ApplicationStopping);
        await Task.WhenAny(opening, Task.Delay(patience, cancellation));
        await app.StartAsync(cancellation);
    }

    private static void AddStores(IServiceCollection services, IConfiguration configuration) => services
        .AddCosmosDocuments(configuration).AddServiceBusSender(configuration).AddAzureBlobs(configuration);

    private static async Task OpenInTheEndAsync(IServiceProvider services, ILogger log, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await services.PrepareCosmosAsync(stopping);
                await Task.WhenAll(
                    services.GetRequiredService<SigningKey>().LoadAsync(stopping),
                    services.GetRequiredService<ShopImport>().LoadAsync(stopping),
                    services.GetRequiredService<MovedInFlags>().CatchUpAsync(stopping),
                    services.GetRequiredService<CatalogueFeed>().CatchUpAsync(stopping));
                services.GetRequiredService<Readiness>().Open();
                return;
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                LogFault(log, fault);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The shop cannot open yet; it is tried again")]
    private static partial void LogFault(ILogger log, Exception fault);
}
