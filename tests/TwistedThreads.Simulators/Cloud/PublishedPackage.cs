using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TwistedThreads.Simulators.Cloud;

/// <summary>The real program, published as it goes to Azure. Kept under artifacts/ until a source changes.</summary>
public static class PublishedPackage
{
    private static readonly string[] Sources =
    [
        "functions", "shared", "host.json", "local.settings.sample.json", "Directory.Build.props",
        "Directory.Build.targets", "Directory.Packages.props",
    ];

    public const string Program = "TwistedThreads.Functions";

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <returns>The folder of the package.</returns>
    /// <exception cref="InvalidOperationException">It cannot be published; the message says why.</exception>
    public static async Task<string> FolderAsync(CancellationToken cancellation)
    {
        var all = Path.Combine(Root, "artifacts", "published-shop");
        var folder = Path.Combine(all, RuntimeInformation.RuntimeIdentifier);
        var mark = folder + ".stamp";
        var stamp = Stamp();
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark, cancellation) == stamp)
        {
            return folder;
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(all);
        await PublishAsync(folder, cancellation);
        await File.WriteAllTextAsync(mark, stamp, cancellation);
        return folder;
    }

    private static async Task PublishAsync(string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            "publish", "functions", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder,
            "--nologo",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What a test run tells its own build is none of this one's business.
        foreach (var name in start.Environment.Keys.Where(IsOfTheBuild).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync(cancellation);
        await publish.WaitForExitAsync(cancellation);
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException(output);
        }
    }

    private static bool IsOfTheBuild(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);

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
