using System.Text.RegularExpressions;

namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>Workflows run what was reviewed, with no right and no secret beyond their task.</summary>
public sealed partial class WorkflowTests
{
    private const string Folder = ".github/workflows";

    private static IReadOnlyList<(string Path, string Text)> Workflows { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder), "*.yml")
            .Select(path => $"{Folder}/{Path.GetFileName(path)}")
            .Order(StringComparer.Ordinal)
            .Select(path => (path, Repository.Read(path))),
    ];

    [Fact]
    public void Actions_of_others_are_named_by_commit() => Verdict.None(
        "A tag can be moved to other code; name the commit, and the version behind it.",
        from workflow in Workflows
        from Match use in Unpinned().Matches(workflow.Text)
        select $"{workflow.Path}: {use.Value.Trim()}");

    [Fact]
    public void Every_workflow_says_what_it_may() => Verdict.None(
        "State permissions at the top; jobs widen them where they must.",
        Workflows.Where(workflow => !TopPermissions().IsMatch(workflow.Text)).Select(workflow => workflow.Path));

    [Fact]
    public void No_workflow_needs_a_secret() => Verdict.None(
        "Identities are exchanged, not stored.",
        Workflows.Where(workflow => workflow.Text.Contains("secrets.", StringComparison.Ordinal))
            .Select(workflow => workflow.Path));

    [Theory]
    [InlineData("      - uses: actions/checkout@v4", true)]
    [InlineData("      - uses: azure/login@main", true)]
    [InlineData("      - uses: azure/login@a457da9ea143d694b1b9c7c869ebb04ebe844ef5", true)]
    [InlineData("      - uses: azure/login@a457da9ea143d694b1b9c7c869ebb04ebe844ef5 # v2.3.0", false)]
    [InlineData("    uses: ./.github/workflows/check.yml", false)]
    public void A_movable_action_would_be_found(string line, bool isMovable) =>
        Assert.Equal(isMovable, Unpinned().IsMatch(line));

    [GeneratedRegex(
        @"^[ -]*uses: (?!\./)(?!\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$).*$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Unpinned();

    [GeneratedRegex(
        @"^permissions:( \{\}|\n  contents: read\n\n)", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex TopPermissions();
}
