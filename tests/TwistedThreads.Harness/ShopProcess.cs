using System.Diagnostics;
using System.Globalization;

namespace TwistedThreads.Harness;

/// <summary>The real program in a process of its own, on a free loopback port, with its own data folder.</summary>
public sealed class ShopProcess : IOpenShop
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("twisted-threads-");
    private readonly LastLines _output = new(300);
    private readonly bool _withSamples;
    private Process? _process;

    private ShopProcess(bool withSamples)
    {
        _withSamples = withSamples;
        Address = new Uri($"http://127.0.0.1:{LoopbackPort.Free().ToString(CultureInfo.InvariantCulture)}");
        Client = new ShopClient(Address);
    }

    public Uri Address { get; }

    /// <summary>Speaks to this process, and to its successor after a restart.</summary>
    public ShopClient Client { get; }

    /// <summary>What the program printed last, for failure messages.</summary>
    public string Output => _output.ToString();

    public static async Task<ShopProcess> StartAsync(bool withSamples = true)
    {
        var shop = new ShopProcess(withSamples);
        try
        {
            await shop.StartProgramAsync();
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the program as a power cut would: SIGKILL, nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        using (process)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync();
        }
    }

    /// <summary>Starts the program again on the same data folder and port, killing it first if it still runs.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await StartProgramAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Client.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task StartProgramAsync()
    {
        _output.Add($"--- start on {Address} with {_data.FullName}");
        var process = new Process { StartInfo = StartInfo() };
        process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        _process = process;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitUntilReadyAsync(process);
    }

    private async Task WaitUntilReadyAsync(Process process)
    {
        var watch = Stopwatch.StartNew();
        while (!await Client.IsReadyAsync())
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The shop ended with {process.ExitCode}:\n{Output}");
            }

            if (watch.Elapsed > LongestStart)
            {
                throw new TimeoutException($"The shop is not ready after {LongestStart}:\n{Output}");
            }

            await Task.Delay(20);
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _data.FullName,
        };
        string[] arguments = [Program(), "--urls", Address.ToString(), "--data", _data.FullName];
        foreach (var argument in _withSamples ? arguments : [.. arguments, "--empty"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("FUNCTIONS_CUSTOMHANDLER_PORT");
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }

    /// <summary>The program lies beside the tests: the project reference copies it, whatever the
    /// configuration.</summary>
    private static string Program()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "TwistedThreads.Functions.dll");
        return File.Exists(beside) ? beside : throw new FileNotFoundException("Build the solution first.", beside);
    }
}
