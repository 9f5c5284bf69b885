using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TwistedThreads.Benchmarks;

/// <summary>A server in a process of its own, on a free loopback port; killed by its id when disposed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private ServerProcess(Process process, Uri address, string log)
    {
        (_process, Address, _log) = (process, address, log);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>From the start of the process to the first 200 of its readiness check, seen every 20 ms.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <param name="command">What dotnet is told before the address, which every server is given as --urls.</param>
    /// <param name="arguments">What comes after it.</param>
    public static async Task<ServerProcess> StartAsync(
        string log, IEnumerable<string> command, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = Stopwatch.GetTimestamp();
        var server = new ServerProcess(
            Start(log, [.. command, "--urls", address.OriginalString, .. arguments]), address, log);
        await server.UntilReadyAsync(cancellation);
        server.ReadyAfter = Stopwatch.GetElapsedTime(start);
        return server;
    }

    /// <summary>Waits until the server rests, at most five seconds: no measurement pays for another.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var before = ProcReading.Processor(Id);
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellation);

            if (ProcReading.Processor(Id) - before < TimeSpan.FromMilliseconds(20))
            {
                return;
            }
        }
    }

    public Memory Memory() => ProcReading.Memory(Id);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>The shell becomes the server (exec keeps the id); its output costs the client nothing.</summary>
    private static Process Start(string log, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh");

        foreach (var argument in new[] { "-c", "exec dotnet \"$@\" > \"$0\" 2>&1", log }.Concat(command))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("No process for the server.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task UntilReadyAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = Address };

        for (var attempt = 0; attempt < 1500; attempt++)
        {
            if (_process.HasExited)
            {
                break;
            }

            if (await IsReadyAsync(http, cancellation))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        }

        Dispose();
        var lines = await File.ReadAllLinesAsync(_log, cancellation);
        throw new InvalidOperationException(string.Join('\n', lines.TakeLast(20).Prepend("The server is not ready:")));
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync("/api/health/ready", cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
