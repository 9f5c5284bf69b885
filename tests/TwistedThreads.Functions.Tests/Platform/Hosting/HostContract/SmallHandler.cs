using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Functions.Platform.Telemetry;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

/// <summary>The Azure home with a few functions of a test: the real door, invoker and server, on a free port; documents
/// and messages in a file.</summary>
internal sealed class SmallHandler(params object[] functions) : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private WebApplication? _app;

    public int Port { get; } = FreePort();

    public Deadlines Deadlines { get; init; } = new() { LongestRest = TimeSpan.Zero };

    public bool IsOpen { get; init; } = true;

    public RememberedLines Log { get; } = new();

    public WebApplication App => _app!;

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public async Task<SmallHandler> StartAsync()
    {
        var builder = AzureHome.CreateBuilder(new ConfigurationBuilder()
            .AddInMemoryCollection(Settings(Port))
            .Build());
        AddTo(builder.Services);
        builder.Logging.AddProvider(Log);
        _app = builder.Build();
        _app.UseHostDoor();
        _app.UseRouting();
        _app.UseFunctionPipeline();
        _app.MapHttpFunctions();
        _app.MapShopSign();
        await Get<SqliteFile>().MigrateAsync(
            [.. Get<SqliteDocuments>().Schema, .. SqliteQueues.Schema], CancellationToken.None);
        await _app.StartAsync(CancellationToken.None);
        if (IsOpen)
        {
            Get<Readiness>().Open();
        }

        return this;
    }

    public Task<RawAnswer> SendAsync(string method, string target, byte[]? body = null, params string[] headers) =>
        RawRequest.SendAsync(Port, method, target, body, headers);

    public Task<RawAnswer> InvokeAsync(string function, byte[] envelope) => SendAsync("POST", "/" + function, envelope);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _folder.Dispose();
    }

    public static Dictionary<string, string?> Settings(int port) => new(StringComparer.Ordinal)
    {
        [AzureHome.PortVariable] = port.ToString(CultureInfo.InvariantCulture),
    };

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void AddTo(IServiceCollection services)
    {
        services
            .AddAzureHome()
            .AddSingleton(Deadlines)
            .AddSingleton<Readiness>()
            .AddSingleton(_ => SqliteFile.Open(_folder.Path))
            .AddSingleton(new DocumentContainer(ParkedMessages.Container, "kind"))
            .AddSingleton<SqliteDocuments>()
            .AddSingleton<SqliteQueues>()
            .AddSingleton<IDocuments>(provider => provider.GetRequiredService<SqliteDocuments>())
            .AddSingleton<IMessageSender>(provider => provider.GetRequiredService<SqliteQueues>())
            .AddSingleton<ParkedMessages>()
            .AddSingleton<UsageMeter>()
            .AddSingleton(provider => new FunctionIndex(Described(), provider.GetRequiredService<IConfiguration>()))
            .AddSingleton<FunctionInvoker>();
        foreach (var function in functions)
        {
            services.AddSingleton(function.GetType(), function);
        }
    }

    private List<FunctionDescriptor> Described()
    {
        var classes = functions.Select(function => function.GetType()).ToHashSet();
        return
        [
            .. FunctionDescriptor.Discover(typeof(SmallHandler).Assembly).Where(found => classes.Contains(found.Class)),
        ];
    }
}
