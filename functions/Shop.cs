using System.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Checkout;
using TwistedThreads.Functions.Finance;
using TwistedThreads.Functions.Forecasting;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Onboarding;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Orders;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Functions.Samples;
using TwistedThreads.Functions.Scanners;
using TwistedThreads.Functions.Traceability;

namespace TwistedThreads.Functions;

/// <summary>Puts the shop together, in either home, and opens it in the embedded one.</summary>
public static class Shop
{
    private const int WritersAtOnce = 1024;
    private const int MaxBodyBytes = 1024 * 1024;

    public static WebApplication Build(ShopOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(SampleSettings.All).AddEnvironmentVariables();
        builder.WebHost.UseUrls(options.Urls);
        builder.Services.AddEmbeddedHome(options.Data).AddDevelopmentAid()
            .AddSingleton(new CataloguePace(TimeSpan.FromMilliseconds(250)))
            .AddSingleton(new UsagePace(TimeSpan.FromSeconds(1)));
        builder.AddShop(Home.Embedded);
        var app = builder.Build();
        app.UseShop();
        return app;
    }

    /// <summary>Everything that is the same in both homes.</summary>
    public static void AddShop(this WebApplicationBuilder builder, Home home)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter(typeof(ShopAuthentication).FullName, LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.Configure<JsonOptions>(json => json.SerializerOptions.LikeTheShop());
        builder.Services
            .AddSingleton<ShopImport>()
            .AddFunctionRuntime(home).AddShopDescription()
            .AddCatalog().AddCheckout().AddOrders().AddInventory().AddFulfilment()
            .AddScanners().AddTraceability().AddForecasting().AddFinance().AddOperations()
            .AddOnboarding();
    }

    /// <summary>The way of a request through the shop.</summary>
    public static void UseShop(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseRouting();
        app.UseFunctionPipeline();
        app.UseDeviceDoor();
        app.UseAuthorization();
        app.MapHttpFunctions();
        app.MapShopSign();
    }

    /// <summary>Brings schema, samples and shop window in order, then lets customers in.</summary>
    public static async Task OpenAsync(WebApplication app, ShopOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(options);
        var services = app.Services;
        await EmbeddedHome.MigrateAsync(services, cancellation);
        services.GetRequiredService<ShopClock>().Load(services.GetRequiredService<SqliteFile>());
        var import = services.GetRequiredService<ShopImport>();
        if (options.HasSamples)
        {
            await import.ImportAsync(SampleFiles.Beside, WritersAtOnce, cancellation);
        }

        await import.LoadAsync(cancellation);
        await services.GetRequiredService<MovedInFlags>().CatchUpAsync(cancellation);
        await services.GetRequiredService<CatalogueFeed>().CatchUpAsync(cancellation);
        await app.StartAsync(cancellation);
        services.GetRequiredService<Readiness>().Open();
    }

    /// <summary>Time since the process began.</summary>
    public static TimeSpan Age()
    {
        using var self = Process.GetCurrentProcess();
        return TimeProvider.System.GetUtcNow() - new DateTimeOffset(self.StartTime);
    }
}
