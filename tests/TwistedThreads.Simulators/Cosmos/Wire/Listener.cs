using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>An endpoint on a port of its own, which it keeps while it is stopped.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly RequestDelegate _handler;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentDictionary<ConnectionContext, bool> _connections = new();
    private readonly SemaphoreSlim _turn = new(1);

    // Bound but not listening: connections are refused and nobody else gets the port.
    private Socket _reserve;
    private WebApplication? _server;

    public Listener(RequestDelegate handler, X509Certificate2? certificate)
    {
        (_handler, _certificate) = (handler, certificate);
        _reserve = Bind(0);
        Port = ((IPEndPoint)_reserve.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}/");

    public async Task StartAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_server is null)
            {
                _server = Build(_reserve);
                await _server.StartAsync(cancellation);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Cuts all connections and refuses new ones.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_server is { } server)
            {
                _server = null;
                _reserve = Bind(Port);
                await using (server)
                {
                    await CutAsync(server.StopAsync(CancellationToken.None));
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Cuts all connections that are open now.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _reserve.Dispose();
        _turn.Dispose();
    }

    private async Task CutAsync(Task stopped)
    {
        while (!stopped.IsCompleted)
        {
            Cut();
            await Task.WhenAny(stopped, Task.Delay(Patience, CancellationToken.None));
        }

        await stopped;
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private WebApplication Build(Socket socket)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = _ => socket);
        builder.Services.AddSingleton<IHostLifetime, GuestLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, Port, Configure);
        });
        var server = builder.Build();
        server.Run(_handler);
        return server;
    }

    private void Configure(ListenOptions endpoint)
    {
        endpoint.Protocols = HttpProtocols.Http1;
        endpoint.Use(next => async connection =>
        {
            _connections[connection] = true;
            try
            {
                await next(connection);
            }
            finally
            {
                _connections.TryRemove(connection, out _);
            }
        });
        if (_certificate is not null)
        {
            endpoint.UseHttps(_certificate);
        }
    }

    /// <summary>A guest in somebody's process does not take its signals.</summary>
    private sealed class GuestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
    }
}
