using System.Text.Json;
using System.Text.RegularExpressions;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Writes what the Functions host reads: a folder for each function, and in it <c>function.json</c> and
/// nothing else, because the host would take any other file for the function's script.</summary>
public static partial class FunctionFiles
{
    public const string FileName = "function.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Makes the folders of exactly these functions; those of functions that are gone are removed.</summary>
    /// <exception cref="InvalidOperationException">A name that the host would refuse, or a folder that holds something
    /// else already.</exception>
    public static void Write(string folder, IReadOnlyList<FunctionDescriptor> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        foreach (var old in Directory.EnumerateFiles(folder, FileName, new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 1,
        }).ToList())
        {
            File.Delete(old);
            if (!Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(old)!).Any())
            {
                Directory.Delete(Path.GetDirectoryName(old)!);
            }
        }

        foreach (var function in functions)
        {
            var place = Path.Combine(folder, NameOf(function));
            if (Directory.Exists(place))
            {
                throw new InvalidOperationException($"{place} is there already and holds something else.");
            }

            Directory.CreateDirectory(place);
            File.WriteAllText(
                Path.Combine(place, FileName),
                JsonSerializer.Serialize(FunctionFile.Of(function), Indented).ReplaceLineEndings("\n") + "\n");
        }
    }

    private static string NameOf(FunctionDescriptor function) =>
        !FunctionName().IsMatch(function.Name) || function.Name.Equals("host", StringComparison.OrdinalIgnoreCase)
            ? throw new InvalidOperationException($"The host would refuse a function named '{function.Name}'.")
        : !BindingName().IsMatch(function.Triggered.Name!)
            ? throw new InvalidOperationException($"{function.Name}: '{function.Triggered.Name}' would be refused.")
        : function.Name;

    // Azure/azure-functions-host, src/WebJobs.Script/Utility.cs.
    [GeneratedRegex("^[a-z][a-z0-9_-]{0,127}$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex FunctionName();

    [GeneratedRegex("^[a-z][a-z0-9]{0,127}$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex BindingName();
}
