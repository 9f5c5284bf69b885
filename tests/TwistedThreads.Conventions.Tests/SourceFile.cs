using System.Text.RegularExpressions;

namespace TwistedThreads.Conventions.Tests;

/// <summary>One C# file, from which comments and text can be told apart without a compiler.</summary>
/// <param name="path">From the root of the repository, with forward slashes.</param>
/// <param name="text">All of it, with line feeds between the lines.</param>
internal sealed class SourceFile(string path, string text)
{
    public string Path => path;

    public string Code => field ??= Read.Code;

    public string CodeAndText => field ??= Read.CodeAndText;

    public string Comments => field ??= Read.Comments;

    public IReadOnlyList<string> Lines { get; } = text.TrimEnd('\n').Split('\n');

    public IReadOnlyList<Declaration> Declarations => field ??= DeclarationReader.Read(Code);

    private CSharpText Read => field ??= CSharpText.Read(text);

    /// <summary>Where a pattern occurs in the code, as <c>path:line: match</c>.</summary>
    public IEnumerable<string> Find(Regex pattern) => Find(pattern, Code);

    /// <summary>Where a pattern occurs in one view of this file.</summary>
    public IEnumerable<string> Find(Regex pattern, string view) => pattern.Matches(view)
        .Select(match => $"{Path}:{LineOf(match.Index)}: {match.Value.Trim()}");

    public int LineOf(int position) => text.AsSpan(0, position).Count('\n') + 1;
}
