using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>The real program, published as it goes to Azure. Kept under artifacts/ until a source changes.</summary>
public sealed class PublishedShop : IAsyncLifetime
{
    private static readonly string[] Sources =
        ["functions", "shared", "host.json", "local.settings.sample.json", "Directory.Build.props",
            "Directory.Build.targets", "Directory.Packages.props"];

    public string Folder { get; } =
        Path.Combine(Root, "artifacts", "published-shop", RuntimeInformation.RuntimeIdentifier);

    private static string Root { get; } = FindRoot();

    public async Task InitializeAsync()
    {
        var mark = Path.Combine(Path.GetDirectoryName(Folder)!, RuntimeInformation.RuntimeIdentifier + ".stamp");
        var stamp = Stamp();
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == stamp)
        {
            return;
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
        await PublishAsync();
        await File.WriteAllTextAsync(mark, stamp);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task PublishAsync()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            "publish", "functions", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", Folder,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What the test run tells its own build is none of this one's business.
        foreach (var name in start.Environment.Keys.Where(name =>
            name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, output);
    }

    // Every source with its length and the time of its last change.
    private static string Stamp() => string.Join('\n', Sources
        .Select(source => Path.Combine(Root, source))
        .SelectMany(path => File.Exists(path)
            ? [new FileInfo(path)]
            : new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories))
        .OrderBy(file => file.FullName, StringComparer.Ordinal)
        .Select(file => $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TwistedThreads.Functions.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No solution above {AppContext.BaseDirectory}.");
    }
}
