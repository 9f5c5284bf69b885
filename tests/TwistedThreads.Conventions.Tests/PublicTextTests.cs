using System.Text.RegularExpressions;

namespace TwistedThreads.Conventions.Tests;

/// <summary>What strangers read says nothing of the machine it was written on.</summary>
public sealed partial class PublicTextTests
{
    private static IEnumerable<string> Texts =>
    [
        .. Repository.Files("", "*.md"),
        .. Repository.Files("docs", "*").Where(path => !path.EndsWith(".md", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Public_texts_name_no_path_of_a_machine_and_no_package_feed() => Verdict.None(
        "Say it relative to the repository, and leave addresses of feeds out.",
        from path in Texts
        from line in Repository.Read(path).Split('\n').Select((text, index) => (Text: text, Number: index + 1))
        where OfAMachine().IsMatch(line.Text)
        select $"{path}:{line.Number}: {line.Text.Trim()}");

    [Theory]
    [InlineData("It was in `/home/ada/.nuget`.", true)]
    [InlineData("See /Users/ada/shop.", true)]
    [InlineData("Packages from https://feed.example/v3/index.json", true)]
    [InlineData("Packages from https://registry.example.org/npm", true)]
    [InlineData("The scanner is looked up in the device registry. It keeps keys.", false)]
    [InlineData("See docs/work/plan.md.", false)]
    [InlineData("GET /api/carts/{id}", false)]
    public void A_trace_of_a_machine_would_be_found(string line, bool isTrace) =>
        Assert.Equal(isTrace, OfAMachine().IsMatch(line));

    // Put together here, so that this file does not say what it forbids.
    [Theory]
    [InlineData("work")]
    [InlineData("root")]
    [InlineData("tmp/wt")]
    public void A_path_below_a_folder_of_the_machine_would_be_found(string folder) =>
        Assert.Matches(OfAMachine(), $"It was in /{folder}/shop.");

    [GeneratedRegex(
        @"(?<![\w.])/(work|root|home/\w+|tmp/wt|Users/\w+)/|\b[A-Z]:\\Users\\|/v3/index\.json|\bregistry\.[a-z]",
        RegexOptions.ExplicitCapture)]
    private static partial Regex OfAMachine();
}
