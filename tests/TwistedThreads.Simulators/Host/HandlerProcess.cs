using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TwistedThreads.Simulators.Host;

/// <summary>One life of the custom handler.</summary>
/// <remarks>Azure/azure-functions-host: HttpWorkerProcess, DefaultHttpWorkerService.IsWorkerReady. The inherited
/// variables: Azure/azure-functions-docker.</remarks>
internal sealed class HandlerProcess : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    private static readonly Dictionary<string, string> OfTheImage = new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_URLS"] = "http://+:80",
        ["ASPNETCORE_CONTENTROOT"] = "/azure-functions-host",
        ["DOTNET_USE_POLLING_FILE_WATCHER"] = "true",
        ["AzureWebJobsScriptRoot"] = "/home/site/wwwroot",
        ["HOME"] = "/home",
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    // A machine's own, without which nothing starts.
    private static readonly string[] OfTheMachine = ["PATH", "TMPDIR", "DOTNET_ROOT", "LANG"];

    private readonly Process _process;
    private readonly CancellationTokenSource _death = new();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isKilled;

    private HandlerProcess(Process process, int port)
    {
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        Death = _death.Token;
    }

    public Uri Address { get; }

    public int Id { get; private set; }

    /// <summary>Cancelled when the process is gone; with it goes whatever it had in hand.</summary>
    public CancellationToken Death { get; }

    /// <summary>Whether the host itself ended it.</summary>
    public bool IsKilledByHost => Volatile.Read(ref _isKilled) == 1;

    /// <exception cref="FunctionsHostException">It cannot be executed. The real host then waits for it in vain for two
    /// minutes and stops.</exception>
    public static HandlerProcess Start(FunctionsHostOptions options, HostJson host, HandlerConsole console)
    {
        var port = FreePort();
        var environment = Environment(options, port);
        var start = new ProcessStartInfo(host.Executable(environment))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.Folder,

            // Joined by blanks, quoted by nobody.
            Arguments = string.Join(' ', host.Arguments(environment)),
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => console.Output(line.Data);
        process.ErrorDataReceived += (_, line) => console.Error(line.Data);
        var handler = new HandlerProcess(process, port);
        process.Exited += (_, _) => handler.Die();
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            throw new FunctionsHostException($"The handler cannot be executed: {fault.Message}");
        }

        handler.Id = process.Id;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return handler;
    }

    /// <summary>Any answer to the root means ready, whatever its status; only a refused connection means not
    /// yet.</summary>
    /// <returns>False when it did not listen in time, or died.</returns>
    public async Task<bool> ListensAsync(TimeSpan limit)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true, UseProxy = false });
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < limit && !Death.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync(Address, Death);
                return true;
            }
            catch (HttpRequestException fault) when (fault.InnerException is SocketException)
            {
                await Task.Delay(Look, CancellationToken.None);
            }
            catch (HttpRequestException)
            {
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Waits for its end and for all that it wrote.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        return await _exited.Task;
    }

    /// <summary>SIGKILL, as the host does: the handler is told nothing.</summary>
    public void Kill()
    {
        Volatile.Write(ref _isKilled, 1);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It was quicker.
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _death.Dispose();
    }

    private void Die()
    {
        _death.Cancel();
        _exited.TrySetResult(_process.ExitCode);
    }

    private static Dictionary<string, string> Environment(FunctionsHostOptions options, int port)
    {
        var (number, id) = (port.ToString(CultureInfo.InvariantCulture),
            new Guid(RandomNumberGenerator.GetBytes(16)).ToString());
        var all = new Dictionary<string, string>(OfTheImage, StringComparer.Ordinal);
        foreach (var name in OfTheMachine)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
            {
                all[name] = value;
            }
        }

        foreach (var (name, value) in options.Settings)
        {
            all[name] = value;
        }

        if (options.HasSignIn)
        {
            all["WEBSITE_AUTH_ENABLED"] = "True";
        }

        all["FUNCTIONS_CUSTOMHANDLER_PORT"] = all["FUNCTIONS_HTTPWORKER_PORT"] = number;
        all["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = all["FUNCTIONS_HTTPWORKER_ID"] = id;
        all["FUNCTIONS_APP_ROOT_PATH"] = options.Folder;
        return all;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
