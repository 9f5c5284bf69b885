using System.Text.Json;

namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>All Bicep files of the repository, or a variation of them.</summary>
internal sealed class BicepTree
{
    public const string Folder = "infra-bicep";
    private static readonly Lazy<BicepTree> Ours = new(() => new BicepTree(BicepReader.Read(Texts)));

    private BicepTree(IReadOnlyDictionary<string, BicepFile> files) => Files = files;

    public static BicepTree OfRepository => Ours.Value;

    public IReadOnlyDictionary<string, BicepFile> Files { get; }

    public BicepFile Main => Files[$"{Folder}/main.bicep"];

    public IEnumerable<BicepFile> Templates =>
        Files.Values.Where(file => file.Path.EndsWith(".bicep", StringComparison.Ordinal));

    public IEnumerable<BicepFile> ParameterFiles => Files.Values.Except(Templates);

    public IEnumerable<BicepDeclaration> Resources => Templates.SelectMany(file => file.Resources);

    private static Dictionary<string, string> Texts => Repository.Files(Folder, "*.bicep*")
        .Where(path => !path.EndsWith(".json", StringComparison.Ordinal))
        .ToDictionary(path => path, Repository.Read);

    /// <summary>The repository's files with one of them changed.</summary>
    /// <exception cref="ArgumentException">The text to be changed is not there.</exception>
    public static BicepTree With(string path, string before, string after)
    {
        var full = $"{Folder}/{path}";
        var text = OfRepository.Files[full].Text;
        if (!text.Contains(before, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{path} does not say: {before}");
        }

        var changed = BicepReader.Read(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [full] = text.Replace(before, after, StringComparison.Ordinal),
        });
        return new BicepTree(changed.Concat(OfRepository.Files.Where(file => file.Key != full))
            .ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal));
    }

    public BicepFile Platform(string name) => Files[$"{Folder}/platform/{name}.bicep"];

    public BicepFile Module(string name) => Files[$"{Folder}/modules/{name}.bicep"];

    /// <summary>Every call of a module by a template, with the file that it calls; null when there is none.</summary>
    public IEnumerable<(BicepFile Caller, BicepDeclaration Call, BicepFile? Called)> Calls() =>
        from caller in Templates
        from call in caller.Modules
        let folder = System.IO.Path.GetDirectoryName(System.IO.Path.Combine(Repository.Root, caller.Path))!
        let target = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, call.Path))
        let path = System.IO.Path.GetRelativePath(Repository.Root, target).Replace('\\', '/')
        select (caller, call, Files.GetValueOrDefault(path));

    /// <summary>The calls of one of our modules, such as <c>queue</c>.</summary>
    public IEnumerable<BicepDeclaration> CallsOf(string module) =>
        Calls().Where(call => call.Called == Module(module)).Select(call => call.Call);

    /// <summary>All settings of the apps, by name.</summary>
    public IReadOnlyDictionary<string, string> AppSettings()
    {
        var host = Platform("function-app").Values["hostSettings"];
        var program = Main.Modules.Single(module => module.Name == "apps").At("params.settings")!.Value;
        return host.EnumerateObject().Concat(program.EnumerateObject())
            .ToDictionary(setting => setting.Name, setting => BicepDeclaration.TextOf(setting.Value));
    }

    /// <summary>Texts of an array; none when there is no array.</summary>
    public static IReadOnlyList<string> TextsOf(JsonElement? array) => array is { ValueKind: JsonValueKind.Array } found
        ? [.. found.EnumerateArray().Select(BicepDeclaration.TextOf)]
        : [];
}
