using System.Text.RegularExpressions;

namespace TwistedThreads.Conventions.Tests;

/// <summary>Files that can be held in mind, names that say something.</summary>
public sealed partial class ShapeTests
{
    private const int LinesOfAFile = 250;
    private const int LinesOfTheProgram = 40;
    private const int LinesOfAMethod = 40;
    private const int Columns = 120;
    private const int Suppressions = 5;
    private const double ShareOfSingleFileFolders = 0.05;

    // The official name, so that a function moves to the isolated worker by a change of one using.
    private static readonly string[] NamesOfOthers = ["TimerInfo"];

    [Fact]
    public void A_file_can_be_read_in_one_sitting() => Verdict.None(
        $"A file has at most {LinesOfAFile} lines.",
        Repository.AllSources.Where(file => file.Lines.Count > LinesOfAFile)
            .Select(file => $"{file.Path}: {file.Lines.Count}"));

    [Fact]
    public void The_program_is_a_list_of_what_it_opens() => Assert.InRange(
        Repository.AllSources.Single(file => file.Path == "functions/Program.cs").Lines.Count, 1, LinesOfTheProgram);

    [Fact]
    public void A_line_ends_before_the_edge_of_the_page() => Verdict.None(
        $"A line has at most {Columns} columns.",
        from file in Repository.AllSources
        from line in file.Lines.Select((text, index) => (Text: text, Number: index + 1))
        where line.Text.Length > Columns
        select $"{file.Path}:{line.Number}: {line.Text.Length}");

    [Fact]
    public void A_method_can_be_seen_whole() => Verdict.None(
        $"A method has at most {LinesOfAMethod} lines.",
        from file in Repository.AllSources
        from method in file.Declarations
        where method.IsMethod
        let lines = file.LineOf(method.End - 1) - file.LineOf(method.Start) + 1
        where lines > LinesOfAMethod
        select $"{file.Path}:{file.LineOf(method.Start)}: {method.Name} has {lines}");

    [Fact]
    public void A_type_is_named_after_what_it_is() => Verdict.None(
        "Never Manager, Helper, Util, Common, Service, Base, Impl, Dto, Info, Data.",
        from file in Repository.AllSources
        from type in file.Declarations
        where type.IsType && EmptySuffix().IsMatch(type.Name) && !NamesOfOthers.Contains(type.Name)
        select $"{file.Path}:{file.LineOf(type.Start)}: {type.Name}");

    [Theory]
    [InlineData("OrderManager", true)]
    [InlineData("PriceUtils", true)]
    [InlineData("CartDto", true)]
    [InlineData("Database", false)]
    [InlineData("StockLevel", false)]
    public void An_empty_suffix_would_be_found(string name, bool isEmpty) =>
        Assert.Equal(isEmpty, EmptySuffix().IsMatch(name));

    [Fact]
    public void A_folder_holds_more_than_one_file()
    {
        var folders = Repository.AllSources.GroupBy(file => Path.GetDirectoryName(file.Path)!).ToList();
        var single = folders.Where(folder => folder.Count() == 1).Select(folder => folder.Single().Path).ToList();

        Assert.True(
            single.Count <= folders.Count * ShareOfSingleFileFolders,
            $"A folder for one file is a file name with a slash in it. {single.Count} of {folders.Count} folders, "
            + $"at most {ShareOfSingleFileFolders:P0}:\n  {string.Join("\n  ", single)}");
    }

    [Fact]
    public void Nothing_is_left_for_later() => Verdict.None(
        "Finish it, or write it into docs/ where it is read.",
        Repository.AllSources.SelectMany(file => file.Find(Promise(), file.Comments).Concat(file.Find(Unwritten()))));

    [Fact]
    public void A_warning_is_switched_off_hardly_ever_and_with_a_reason()
    {
        var places = (
            from file in Repository.AllSources
            from match in Suppression().Matches(file.Code)
            let line = file.LineOf(match.Index)
            select $"{file.Path}:{line}: {file.Lines[line - 1]}").ToList();

        Verdict.None(
            "Say why, on the same line.",
            places.Where(place => !place.Contains("//", StringComparison.Ordinal)));
        Assert.True(
            places.Count <= Suppressions,
            $"A rule that is switched off often is a wrong rule: weigh it in .editorconfig. At most {Suppressions}, "
            + $"found {places.Count}:\n  {string.Join("\n  ", places)}");
    }

    [GeneratedRegex(
        "(?<=[a-z])(Manager|Helper|Util|Common|Service|Base|Impl|Dto|Info|Data)s?$", RegexOptions.ExplicitCapture)]
    private static partial Regex EmptySuffix();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Promise();

    [GeneratedRegex(@"\bNotImplementedException\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Unwritten();

    [GeneratedRegex(@"^[ \t]*#pragma warning disable", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Suppression();
}
