using System.Diagnostics;
using TwistedThreads.Simulators.Tls;

namespace TwistedThreads.Simulators.Cloud;

/// <summary>Starts Azurite, Microsoft's emulator of storage accounts, for a test: blobs over TLS with the simulated
/// authority, in memory, tokens read but not verified. <c>.ci/run</c> installs it; where it or node is missing, tests
/// that need it are skipped with <see cref="Missing"/> as the reason.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    public const string Account = "devstoreaccount1";

    /// <summary>What tokens must be for.</summary>
    public const string Resource = "https://storage.azure.com";

    /// <summary>The key that the documentation of Azurite gives to everybody.</summary>
    public const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Program = "artifacts/tools/node_modules/azurite/dist/src/blob/main.js";
    private const string Ready = "successfully listens on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly string _folder;

    private AzuriteServer(Process process, string folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Address = new Uri(address, Account);
    }

    /// <summary>Why it cannot be started here; null when it can.</summary>
    public static string? Missing { get; } =
        FindOnPath("node") is null ? "node is not installed"
        : FindProgram() is null ? "Azurite is not installed: run .ci/run once"
        : null;

    /// <summary>Of the account's blobs.</summary>
    public Uri Address { get; }

    /// <exception cref="InvalidOperationException">It is missing, or did not start.</exception>
    public static async Task<AzuriteServer> StartAsync(SimulatedAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (Missing is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        var folder = Directory.CreateTempSubdirectory("twisted-azurite-").FullName;
        var start = new ProcessStartInfo(FindOnPath("node")!)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            FindProgram()!, "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--silent",
            "--disableTelemetry", "--skipApiVersionCheck",
            "--oauth", "basic", "--cert", authority.CertificatePath, "--key", authority.KeyPath,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return new AzuriteServer(process, folder, await ReadAddressAsync(process));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<Uri> ReadAddressAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Split(Ready) is [_, var address])
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri(address.Trim());
            }
        }

        throw new InvalidOperationException("Azurite ended before it listened.");
    }

    private static string? FindOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program + (OperatingSystem.IsWindows() ? ".exe" : string.Empty)))
        .FirstOrDefault(File.Exists);

    private static string? FindProgram()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, Program);
            if (File.Exists(program))
            {
                return program;
            }
        }

        return null;
    }
}
