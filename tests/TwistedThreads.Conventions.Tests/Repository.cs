namespace TwistedThreads.Conventions.Tests;

/// <summary>The working tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "TestResults", "node_modules"];

    public static string Root { get; } = FindRoot();

    /// <summary>All our C#, wherever it is.</summary>
    public static IReadOnlyList<SourceFile> AllSources { get; } =
        [.. Files("", "*.cs").Select(path => new SourceFile(path, Read(path)))];

    /// <summary>C# files at and below a folder, such as <c>functions/Platform</c>.</summary>
    public static IEnumerable<SourceFile> SourcesIn(string folder) =>
        AllSources.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Paths from the root, with forward slashes, in order; none when the folder is missing.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        var start = Path.Combine(Root, folder);
        return !Directory.Exists(start) ? [] : Directory
            .EnumerateFiles(start, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part.StartsWith('.') || NotOurs.Contains(part)))
            .Order(StringComparer.Ordinal);
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>The capabilities of a project: its folders, less those that are not the business's.</summary>
    public static IReadOnlyList<string> FoldersOf(string project, params string[] except) =>
    [
        .. Directory.EnumerateDirectories(Path.Combine(Root, project))
            .Select(path => Path.GetFileName(path))
            .Where(name => !NotOurs.Contains(name) && !except.Contains(name))
            .Order(StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TwistedThreads.Functions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No solution above {AppContext.BaseDirectory}.");
    }
}
