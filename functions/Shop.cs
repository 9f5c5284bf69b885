using System.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Checkout;
using TwistedThreads.Functions.Finance;
using TwistedThreads.Functions.Forecasting;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Orders;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Functions.Samples;
using TwistedThreads.Functions.Scanners;

namespace TwistedThreads.Functions;

/// <summary>How to open the shop.</summary>
/// <param name="Data">Folder of the database; created when missing.</param>
/// <param name="Urls">Where to listen.</param>
/// <param name="HasSamples">Whether the sample shop is put on the books of an empty folder.</param>
public sealed record ShopOptions(string Data, string Urls, bool HasSamples)
{
    public const string DefaultUrl = "http://127.0.0.1:7071";

    /// <exception cref="ArgumentException">An option that does not exist, or lacks its value.</exception>
    public static ShopOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new ShopOptions(".data", DefaultUrl, true);
        for (var index = 0; index < arguments.Length; index++)
        {
            options = arguments[index] switch
            {
                "--data" when index + 1 < arguments.Length => options with { Data = arguments[++index] },
                "--urls" when index + 1 < arguments.Length => options with { Urls = arguments[++index] },
                "--empty" => options with { HasSamples = false },
                var other => throw new ArgumentException($"'{other}' is no option, or lacks its value."),
            };
        }

        return options;
    }
}

/// <summary>Puts the shop together and opens it.</summary>
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
        builder.Configuration.AddInMemoryCollection(EmbeddedHome.DefaultSettings()).AddEnvironmentVariables();
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter(typeof(ShopAuthentication).FullName, LogLevel.Warning);
        builder.WebHost.UseUrls(options.Urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.Configure<JsonOptions>(json => json.SerializerOptions.LikeTheShop());
        builder.Services
            .AddSingleton<ShopClock>().AddSingleton<TimeProvider>(provider => provider.GetRequiredService<ShopClock>())
            .AddSingleton<ShopImport>()
            .AddFunctionRuntime().AddEmbeddedHome(options.Data).AddShopDescription()
            .AddCatalog().AddCheckout().AddOrders().AddInventory().AddFulfilment()
            .AddScanners().AddForecasting().AddFinance().AddOperations();
        var app = builder.Build();
        app.UseRouting();
        app.UseFunctionPipeline();
        app.UseAuthorization();
        app.MapHttpFunctions();
        app.MapShopDescription();
        return app;
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
            await import.ImportAsync(
                new SampleFiles(Path.Combine(AppContext.BaseDirectory, "Samples")), WritersAtOnce, cancellation);
        }

        await import.LoadAsync(cancellation);
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
