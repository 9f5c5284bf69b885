using System.Globalization;
using System.Net;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>The custom handler of the Azure Functions host: the host owns queues, feeds, timers and the public address,
/// and speaks to this process on the loopback address alone.</summary>
public static class AzureHome
{
    /// <summary>Set by the host, and by nobody else.</summary>
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>Tells the host that this end was meant: it starts another process and counts no crash. Older hosts take
    /// 0 for an end without a successor and 143 for a crash.</summary>
    public const int ExitCode = 200;

    public static bool IsHere => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(PortVariable));

    /// <summary>A builder on which nothing of the host's own environment has an effect: not its content root, not its
    /// addresses, not its file watcher.</summary>
    /// <exception cref="InvalidOperationException">The host named no port.</exception>
    public static WebApplicationBuilder CreateBuilder(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var port = int.TryParse(settings[PortVariable], NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : throw new InvalidOperationException($"{PortVariable} is no port.");
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(SampleSettings.Schedules).AddConfiguration(settings);
        builder.WebHost.UseUrls().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));

        // To standard output, a line an event: the host takes standard error for faults, and lines for events.
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = true;
        });
        return builder;
    }

    /// <summary>All but the stores: documents, messages and blobs are added beside it.</summary>
    public static IServiceCollection AddAzureHome(this IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<SigningKey>()
        .AddSingleton(provider => new Signer(() => provider.GetRequiredService<SigningKey>().Value))
        .AddSingleton<HostInvocations>()
        .AddSingleton<HostDoor>();

    /// <summary>Comes before everything else that sees a request.</summary>
    public static void UseHostDoor(this WebApplication app)
    {
        var door = app.Services.GetRequiredService<HostDoor>();
        app.Use(next => context => door.PassAsync(context, next));
    }
}
