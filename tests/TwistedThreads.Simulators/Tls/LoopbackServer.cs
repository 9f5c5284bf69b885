using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TwistedThreads.Simulators.Tls;

/// <summary>An HTTP server on 127.0.0.1 that can be switched off and comes back on the port that it had.</summary>
/// <param name="answer">Answers every request.</param>
/// <param name="authority">Whose certificate it shows; null for plain HTTP.</param>
public sealed class LoopbackServer(RequestDelegate answer, SimulatedAuthority? authority) : IAsyncDisposable
{
    private WebApplication? _running;

    /// <summary>Known once it was started, and kept.</summary>
    public int Port { get; private set; }

    public Uri Address => new($"{(authority is null ? "http" : "https")}://127.0.0.1:{Port}/");

    public async Task StartAsync()
    {
        if (_running is not null)
        {
            return;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, Port, endpoint =>
            {
                if (authority is not null)
                {
                    endpoint.UseHttps(authority.Certificate);
                }
            });
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(CancellationToken.None);
        Port = new Uri(app.Urls.Single()).Port;
        _running = app;
    }

    /// <summary>Cuts all connections; whoever comes is refused.</summary>
    public async Task StopAsync()
    {
        if (_running is { } running)
        {
            _running = null;
            await running.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
