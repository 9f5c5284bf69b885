using System.Text.Json;
using System.Text.RegularExpressions;

namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>How our Bicep is written. Every rule answers with what breaks it.</summary>
internal static partial class BicepShape
{
    private const int LinesOfAModule = 60;
    private const int Columns = 120;

    public static IEnumerable<string> Parses(BicepTree tree) =>
        from file in tree.Files.Values
        from mistake in file.Mistakes
        select $"{file.Path}, {mistake}";

    public static IEnumerable<string> IsDescribed(BicepTree tree)
    {
        var files = from file in tree.Templates where !file.Metadata.ContainsKey("description") select file.Path;
        var parameters =
            from file in tree.Templates
            from parameter in file.Parameters
            let text = TextOf(parameter.Marks)
            where text is null || (parameter.Type == "int" && !Unit().IsMatch(text))
            select $"{file.Path}: param {parameter.Name}: {text ?? "not described"}";
        var outputs =
            from file in tree.Templates
            from output in file.Outputs
            where TextOf(output.Marks) is null
            select $"{file.Path}: output {output.Name}: not described";
        return files.Concat(parameters).Concat(outputs);
    }

    public static IEnumerable<string> FitsThePage(BicepTree tree)
    {
        var tall =
            from file in tree.Templates
            let lines = file.Text.TrimEnd('\n').Split('\n').Length
            where file.Path.Contains("/modules/", StringComparison.Ordinal) && lines > LinesOfAModule
            select $"{file.Path}: {lines} lines";
        var wide =
            from file in tree.Files.Values
            from line in file.Text.Split('\n').Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Length > Columns
            select $"{file.Path}:{line.Number}: {line.Text.Length} columns";
        return tall.Concat(wide);
    }

    /// <summary>What differs between environments is a value in a parameter file.</summary>
    public static IEnumerable<string> AsksForNoEnvironment(BicepTree tree) =>
        from file in tree.Templates
        where file != tree.Main && Environment().IsMatch(file.Text)
        select $"{file.Path}: {Environment().Match(file.Text).Value}";

    public static IEnumerable<string> HasEnvironmentsOfOneShape(BicepTree tree)
    {
        var wanted = tree.Main.Parameters.Select(parameter => parameter.Name).ToList();
        return
            from file in tree.ParameterFiles
            where !file.Values.Keys.SequenceEqual(wanted)
            let differing = file.Values.Keys.Except(wanted).Concat(wanted.Except(file.Values.Keys)).ToList()
            select $"{file.Path}: {(differing.Count == 0 ? "another order" : string.Join(", ", differing))}";
    }

    /// <summary>Every call of a module names a file, its parameters and nothing else.</summary>
    public static IEnumerable<string> CallsModulesAsTheyAre(BicepTree tree) =>
        from call in tree.Calls()
        let given = call.Call.At("params") is { } found ? found.EnumerateObject().Select(one => one.Name).ToList() : []
        let taken = call.Called?.Parameters ?? []
        let wrong = call.Called is null
            ? [$"no file {call.Call.Path}"]
            : given.Except(taken.Select(parameter => parameter.Name)).Select(name => $"no parameter {name}").Concat(
                taken.Where(parameter => !parameter.HasDefault).Select(parameter => parameter.Name).Except(given)
                    .Select(name => $"lacks {name}"))
        from what in wrong
        select $"{call.Caller.Path}: module {call.Call.Name}: {what}";

    public static IEnumerable<string> ReadsOutputsThatExist(BicepTree tree) =>
        from call in tree.Calls()
        where call.Called is not null
        let pattern = $@"\b{call.Call.Name}(\[\w+\])?\.outputs\.(?<name>\w+)"
        from Match use in Regex.Matches(call.Caller.Text, pattern)
        let name = use.Groups["name"].Value
        where call.Called.Outputs.All(output => output.Name != name)
        select $"{call.Caller.Path}: {use.Value}";

    /// <summary>The compiler warns of this as well; not every machine has it.</summary>
    public static IEnumerable<string> UsesWhatItDeclares(BicepTree tree) =>
        from file in tree.Templates
        from name in file.Parameters.Select(parameter => parameter.Name).Concat(file.Values.Keys)
        where Regex.Count(file.Text, $@"(?<![\w.]){name}\b(?!:)|\bin {name}:") < 2
        select $"{file.Path}: {name}";

    private static string? TextOf(IReadOnlyDictionary<string, JsonElement> marks) =>
        marks.TryGetValue("description", out var arguments) ? BicepTree.TextsOf(arguments).SingleOrDefault() : null;

    [GeneratedRegex(
        @"\b(count|megabytes|gigabytes|seconds?|days|per cent|minute|month|urgency)\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Unit();

    [GeneratedRegex(@"\benvironmentName\b|'(dev|test|prod)'", RegexOptions.ExplicitCapture)]
    private static partial Regex Environment();
}
